import { once } from 'node:events';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type Redis } from 'ioredis';
import { MINUTE, SECOND } from '../common/clock.js';
import { AppConfig } from '../config/index.js';
import { type BundlingOptions, BundlingRedis } from './bundling-redis.js';

/** Longer than `commandTimeout`: a single late answer is not yet a connection that is lost. */
const SILENCE_LIMIT = 8 * SECOND;

/** How a connection is used decides how it behaves while Redis is away. */
const ROLES = {
  /** Short commands of a request: fail at once, so that the user hears of it. */
  commands: {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: 5 * SECOND,
    silenceLimit: SILENCE_LIMIT,
  },
  /** The queue's consumers and subscriptions: wait for Redis as long as it takes. BullMQ blocks for 10 seconds at most. */
  patient: { enableOfflineQueue: true, maxRetriesPerRequest: null, silenceLimit: 30 * SECOND },
  /** Reads by one who repeats them: a read that was cut fails, as by then something else may have to be read. */
  reader: { enableOfflineQueue: true, maxRetriesPerRequest: 0, silenceLimit: SILENCE_LIMIT },
  /** Adding jobs: fail at once (BullMQ would otherwise keep the call pending for ever). */
  producer: { enableOfflineQueue: false, maxRetriesPerRequest: 1, silenceLimit: SILENCE_LIMIT },
} satisfies Record<string, BundlingOptions>;

export type RedisRole = keyof typeof ROLES;

/** Longer than the longest pause between two attempts to connect. */
const ATTEMPT_WITHIN = 2 * SECOND;

/** The only maker of Redis connections; it closes all of them when the process ends. */
@Injectable()
export class RedisConnections implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(RedisConnections.name);
  private readonly opened: Redis[] = [];

  /** The shared connection for short commands. */
  readonly commands: Redis;

  constructor(private readonly config: AppConfig) {
    this.commands = this.open('commands');
    // Every request that comes while Redis is away waits for it by itself.
    this.commands.setMaxListeners(0);
  }

  /** A key of ours, e.g. `key('ticket', id)` → `tf:ticket:<id>`. */
  key(...parts: readonly string[]): string {
    return parts.reduce((key, part) => `${key}:${part}`, this.config.redis.keyPrefix);
  }

  /** A connection of its own for one purpose, named so that `CLIENT LIST` tells what it is. */
  open(role: RedisRole, name: string = role): Redis {
    const redis = new BundlingRedis(this.config.redis.url, {
      ...ROLES[role],
      connectionName: `tradeflow-${name}`,
      connectTimeout: 5 * SECOND,
      keepAlive: 10 * SECOND,
      // Come back soon after a restart, without hammering a Redis that stays away.
      retryStrategy: (attempt) => Math.min(50 * attempt, 1 * SECOND),
      // A fail-over leaves the old primary read-only: reconnect to find the new one.
      reconnectOnError: (error) => error.message.startsWith('READONLY'),
    });
    // Without a listener ioredis prints every failed attempt; one line per kind of trouble and minute is enough.
    let lastComplaint = 0;
    redis.on('error', (error: Error) => {
      if (Date.now() - lastComplaint < MINUTE) return;
      lastComplaint = Date.now();
      this.logger.warn(`Redis (${name}) is not reachable: ${error.message || (error as NodeJS.ErrnoException).code}`);
    });
    this.opened.push(redis);
    return redis;
  }

  /**
   * Resolves at once if the shared connection stands, else with the next attempt to make it, whatever comes of that. For what comes first
   * in a request: one that finds Redis back need not fail because this process has not found it yet.
   */
  async attempted(): Promise<void> {
    if (this.commands.status === 'ready') return;
    // An attempt that fails is an `error`, which `once` rejects with.
    await once(this.commands, 'ready', { signal: AbortSignal.timeout(ATTEMPT_WITHIN) }).catch(() => undefined);
  }

  /** Closes one connection early; the others are closed at shutdown. */
  close(redis: Redis): void {
    const index = this.opened.indexOf(redis);
    if (index >= 0) this.opened.splice(index, 1);
    redis.disconnect();
  }

  async onModuleInit(): Promise<void> {
    await this.whenReady(this.commands);
    await this.warnUnlessNoEviction();
  }

  /** @throws Error a sentence for the operator, when Redis does not answer within 10 seconds */
  async whenReady(redis: Redis): Promise<void> {
    if (redis.status === 'ready') return;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error('Redis did not answer within 10 seconds: check REDIS_URL.')),
        10 * SECOND,
      );
      redis.once('ready', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** Runs after every module has ended its work (`beforeApplicationShutdown`), so nobody loses a connection in use. */
  onApplicationShutdown(): void {
    for (const redis of this.opened.splice(0)) redis.disconnect();
  }

  /** BullMQ and our event logs lose data under any other policy. Managed servers may forbid CONFIG: then only say so. */
  private async warnUnlessNoEviction(): Promise<void> {
    try {
      const [, policy] = (await this.commands.config('GET', 'maxmemory-policy')) as [string, string];
      if (policy !== 'noeviction') {
        this.logger.error(
          `Redis evicts keys (maxmemory-policy is ${policy}): set it to noeviction, or runs will be lost.`,
        );
      }
    } catch (error) {
      this.logger.warn(
        `Could not read Redis' maxmemory-policy (${(error as Error).message}); make sure it is noeviction.`,
      );
    }
  }
}
