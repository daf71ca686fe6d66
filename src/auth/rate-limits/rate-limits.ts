import { Injectable } from '@nestjs/common';
import { type Request, type Response } from 'express';
import { type RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { RedisConnections, sharedCounter } from '../../cache/index.js';
import { SECOND } from '../../common/clock.js';
import { AppError } from '../../common/errors/app-error.js';
import { AppConfig } from '../../config/index.js';
import { type AuthenticatedRequest } from '../access/authenticated-request.js';
import { addressGroup } from './address-group.js';
import { RateLimitErrors } from './rate-limit.errors.js';
import { addRateLimitHeaders, type RateLimitState } from './rate-limit-headers.js';
import { POLICIES, type RateLimitKind, type RateLimitSubject } from './rate-limit-policies.js';

/** One policy with its counter. */
interface Limit {
  readonly name: string;
  readonly by: RateLimitSubject;
  readonly quota: number;
  readonly window: number;
  readonly counter: RateLimiterRedis;
}

/** What came of counting one request. */
interface Counted extends RateLimitState {
  readonly refused: boolean;
  readonly limit: Limit;
  readonly subject: string;
}

/**
 * Counts requests per user, API key and address, for all processes together in Redis. While Redis is away each process
 * counts for itself: neither is the door wide open, nor does a lost counter keep anybody out.
 */
@Injectable()
export class RateLimits {
  private readonly limits: ReadonlyMap<RateLimitKind, readonly Limit[]>;
  private readonly ahead = new WeakMap<Request, { kind: RateLimitKind; counting: Promise<Counted[]> }>();

  constructor(redis: RedisConnections, config: AppConfig) {
    const kinds = Object.keys(POLICIES) as RateLimitKind[];
    this.limits = new Map(kinds.map((kind) => [kind, limitsOf(kind, redis, config)]));
  }

  /**
   * Counts a request and says in the answer's headers what is left. May be called more than once a request, with
   * different kinds; the guard has then taken `general` or `anonymous` already.
   * @throws AppError RATE_LIMITED with the seconds to wait.
   */
  async take(kind: RateLimitKind, request: Request, response: Response): Promise<void> {
    const ahead = this.ahead.get(request);
    if (ahead?.kind === kind) this.ahead.delete(request);
    const states = await (ahead?.kind === kind ? ahead.counting : this.count(kind, request));
    addRateLimitHeaders(response, states);
    const exceeded = states.filter(({ refused }) => refused);
    if (exceeded.length === 0) return;
    const seconds = Math.max(...exceeded.map(({ reset }) => reset));
    throw new AppError(RateLimitErrors.RATE_LIMITED, { params: { seconds }, retryAfter: seconds });
  }

  /**
   * Begins to count a request as one of that kind although it may turn out to be none, so that `take`, which says that it is one, need not
   * wait. Where it is not taken it is given back, when that is known (`giveBack`) or the request is answered.
   */
  countAhead(kind: RateLimitKind, request: Request, response: Response): void {
    const counting = this.count(kind, request);
    // Who takes it hears of it.
    counting.catch(() => undefined);
    this.ahead.set(request, { kind, counting });
    response.once('close', () => void this.giveBack(request));
  }

  /** Best effort: a count too many is gone with its window. */
  async giveBack(request: Request): Promise<void> {
    const ahead = this.ahead.get(request);
    if (ahead === undefined) return;
    this.ahead.delete(request);
    const counted = await ahead.counting.catch(() => []);
    // One that was refused may have been refused from memory, and counted nowhere.
    const given = counted.filter(({ refused }) => !refused);
    await Promise.all(given.map(({ limit, subject }) => limit.counter.reward(subject))).catch(() => undefined);
  }

  private async count(kind: RateLimitKind, request: Request): Promise<Counted[]> {
    const limits = this.limits.get(kind) ?? [];
    const counted = limits.map(async (limit) => {
      const subject = subjectOf(limit.by, request as AuthenticatedRequest);
      return subject === undefined ? undefined : count(limit, subject);
    });
    return (await Promise.all(counted)).filter((one) => one !== undefined);
  }
}

function limitsOf(kind: RateLimitKind, redis: RedisConnections, config: AppConfig): Limit[] {
  const granted = config.limits[kind];
  if (granted === undefined) return [];
  return POLICIES[kind].map(({ by, times }) => {
    const name = `${kind}-${by}`;
    const [quota, window] = [granted.requests * times, granted.seconds];
    const allowance = { points: quota, duration: window, refuseFromMemory: true };
    return { name, by, quota, window, counter: sharedCounter(redis, redis.key('limit', name), allowance) };
  });
}

async function count(limit: Limit, subject: string): Promise<Counted> {
  const { name, quota, window } = limit;
  const { result, refused } = await limit.counter.consume(subject).then(
    (consumed) => ({ result: consumed, refused: false }),
    (rejection: unknown) => {
      if (rejection instanceof RateLimiterRes) return { result: rejection, refused: true };
      throw rejection;
    },
  );
  const reset = Math.max(1, Math.ceil(result.msBeforeNext / SECOND));
  return { name, quota, window, remaining: result.remainingPoints, reset, refused, limit, subject };
}

function subjectOf(by: RateLimitSubject, { user, ip }: AuthenticatedRequest): string | undefined {
  switch (by) {
    case 'user':
      return user?.userId;
    case 'key':
      return user?.credential.kind === 'api_key' ? user.credential.id : undefined;
    case 'address':
      return ip === undefined ? undefined : addressGroup(ip);
  }
}
