import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import { type RedisConnections } from '../../../../cache/index.js';
import { type ProviderPolicy } from './provider-policy.js';

/** Counts for all workers together; while Redis is away each worker counts for itself. */
export function sharedLimiter({ id, rate }: ProviderPolicy, redis: RedisConnections): RateLimiterRedis {
  const options = { points: rate.requests, duration: rate.perMs / 1000 };
  return new RateLimiterRedis({
    ...options,
    storeClient: redis.commands,
    keyPrefix: redis.key('provider', id),
    rejectIfRedisNotReady: true,
    insuranceLimiter: new RateLimiterMemory(options),
  });
}
