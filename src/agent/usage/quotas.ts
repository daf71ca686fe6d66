import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type RateLimitState } from '../../auth/index.js';
import { LuaScript, RedisConnections } from '../../cache/index.js';
import { DAY, SECOND } from '../../common/clock.js';
import { AppError } from '../../common/errors/app-error.js';
import { newId } from '../../common/ids.js';
import { AppConfig } from '../../config/index.js';
import { UsageErrors } from './usage.errors.js';
import { type DayUsage, UsageRepository } from './usage.repository.js';

/** How long a question is believed to be on its way into the records: its process may have died. */
const TAKEN_IN_WITHIN = 30 * SECOND;
/** How often, and how many milliseconds apart, it is looked whether those before a refused question have come so far. They take some milliseconds. */
const LOOKS = 50;
const LOOK_AGAIN_AFTER = 10;
/** When it is worth asking again whether a question that is not over yet has left something. */
const ASK_AGAIN = 5 * SECOND;

const standInLine = new LuaScript<number>(new URL('./stand-in-line.lua', import.meta.url));

/** How one quota of a user stands. */
export interface QuotaState {
  readonly limit: number;
  readonly used: number;
  /** Set aside for what is not over yet. What it does not need is given back by its end. */
  readonly reserved: number;
  readonly left: number;
}

/** What the records say of a user's day. */
interface Today {
  /** Undefined where nothing was asked. */
  readonly used: DayUsage | undefined;
  readonly resetsAt: Date;
}

/** Called when the question is on record, or will never be. */
export type Release = () => Promise<void>;

/** How all of them stand. Null where there is no limit. */
export interface QuotaStates {
  readonly runs: QuotaState | null;
  readonly tokens: QuotaState | null;
  /** When the counts begin anew: the next midnight, UTC. */
  readonly resetsAt: Date;
  /** The same in seconds from now, at least 1. */
  readonly resetsIn: number;
}

/**
 * What a user may ask a day. The run records are the account: one that is not over counts with what is set aside for it, one that is, however
 * it ended, with what it spent, once. There is no second book that could differ. A question is refused when nothing is left; one that has been
 * accepted is answered to its end, so the last one of a day may take more than was set aside.
 */
@Injectable()
export class Quotas {
  private readonly limits: AppConfig['agent']['daily'];

  constructor(
    private readonly usage: UsageRepository,
    private readonly redis: RedisConnections,
    config: AppConfig,
  ) {
    this.limits = config.agent.daily;
  }

  /**
   * Sets aside what one more question may need. Of several in the same moment, at whatever process, no more are let in than are left.
   * @param tell hears how the quota of questions stands then, also when the question is refused
   * @throws AppError RUN_QUOTA_EXCEEDED or TOKEN_QUOTA_EXCEEDED with the seconds until the next day, TOKEN_QUOTA_RESERVED
   */
  async reserve(userId: string, tell: (state: RateLimitState) => void = () => undefined): Promise<Release> {
    if (this.limits.runs === undefined && this.limits.tokens === undefined) return nothingToRelease;
    const [key, question] = [this.redis.key(`{u${userId}}`, 'asking'), newId()];
    const release = async () => void (await this.redis.commands.zrem(key, question).catch(() => undefined));
    try {
      for (let look = 1; ; look += 1) {
        // First the line, then the records: one that leaves the line in between is counted twice, but never missed.
        const before = await standInLine.run(this.redis.commands, [key], [question, TAKEN_IN_WITHIN]);
        const day = await this.today(userId);
        const states = this.statesOf(day, before);
        const refusal = this.refusalOf(states);
        // Those before may not need all that is left, unless there is nothing left as it is.
        const mayPass = before > 0 && look < LOOKS && this.refusalOf(this.statesOf(day, 0)) === undefined;
        if (refusal !== undefined && mayPass) {
          await pause(LOOK_AGAIN_AFTER);
          continue;
        }
        if (states.runs !== null) tell(policyOf(states.runs, states.resetsIn, refusal === undefined));
        if (refusal !== undefined) throw refusal;
        return release;
      }
    } catch (error) {
      await release();
      throw error;
    }
  }

  async states(userId: string): Promise<QuotaStates> {
    return this.statesOf(await this.today(userId), 0);
  }

  private async today(userId: string): Promise<Today> {
    const from = startOfDay(Date.now());
    const resetsAt = new Date(from.getTime() + DAY);
    const [used] = await this.usage.days(userId, from, resetsAt);
    return { used, resetsAt };
  }

  /** @param more questions that are not on record yet */
  private statesOf({ used, resetsAt }: Today, more: number): QuotaStates {
    const unfinished = (used === undefined ? 0 : unfinishedOf(used)) + more;
    return {
      // A question counts when it is asked, whatever comes of it.
      runs: stateOf(this.limits.runs, used?.runs ?? 0, more),
      tokens: stateOf(this.limits.tokens, used?.total_tokens ?? 0, unfinished * this.limits.reservedTokens),
      resetsAt,
      resetsIn: Math.max(1, Math.ceil((resetsAt.getTime() - Date.now()) / SECOND)),
    };
  }

  private refusalOf({ runs, tokens, resetsIn: retryAfter }: QuotaStates): AppError | undefined {
    if (runs?.left === 0) {
      return new AppError(UsageErrors.RUN_QUOTA_EXCEEDED, { params: { limit: runs.limit }, retryAfter });
    }
    if (tokens?.left !== 0) return undefined;
    if (tokens.used >= tokens.limit) {
      return new AppError(UsageErrors.TOKEN_QUOTA_EXCEEDED, { params: { limit: tokens.limit }, retryAfter });
    }
    const soon = Math.min(retryAfter, ASK_AGAIN / SECOND);
    return new AppError(UsageErrors.TOKEN_QUOTA_RESERVED, { params: { limit: tokens.limit }, retryAfter: soon });
  }
}

/** The first moment of the day, UTC. */
export function startOfDay(time: number): Date {
  return new Date(Math.floor(time / DAY) * DAY);
}

function stateOf(limit: number | undefined, used: number, reserved: number): QuotaState | null {
  return limit === undefined ? null : { limit, used, reserved, left: Math.max(0, limit - used - reserved) };
}

/** The quota of questions as RateLimit headers have it. @param taken whether one more is taken of it */
function policyOf({ limit, left }: QuotaState, reset: number, taken: boolean): RateLimitState {
  return { name: 'query-day', quota: limit, window: DAY / SECOND, remaining: Math.max(0, left - Number(taken)), reset };
}

function unfinishedOf({ runs, succeeded, failed, cancelled, timed_out }: DayUsage): number {
  return runs - succeeded - failed - cancelled - timed_out;
}

async function nothingToRelease(): Promise<void> {}
