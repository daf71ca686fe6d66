import { readFileSync } from 'node:fs';
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import { type RedisConnections } from './redis-connections.js';

/** In place of the library's own, which calls Redis once more for each count. */
const countPoints = readFileSync(new URL('./count-points.lua', import.meta.url), 'utf8');

/** What may be done how often. */
export interface Allowance {
  readonly points: number;
  /** Seconds of the window, which begins with its first point. */
  readonly duration: number;
  /** Who is over the allowance is refused from memory until the window ends: a flood costs Redis nothing. */
  readonly refuseFromMemory?: boolean;
}

/**
 * Counts for all processes together in Redis; while Redis is away each process counts for itself. All counters are made
 * here: the library keeps one script a connection, that of whoever came last.
 * @param key of `RedisConnections.key`, under which it counts each subject
 */
export function sharedCounter(
  redis: RedisConnections,
  key: string,
  { points, duration, refuseFromMemory = false }: Allowance,
): RateLimiterRedis {
  return new RateLimiterRedis({
    points,
    duration,
    storeClient: redis.commands,
    keyPrefix: key,
    customIncrTtlLuaScript: countPoints,
    rejectIfRedisNotReady: true,
    ...(refuseFromMemory && { inMemoryBlockOnConsumed: points + 1 }),
    insuranceLimiter: new RateLimiterMemory({ points, duration }),
  });
}
