import { type RateLimiterRedis } from 'rate-limiter-flexible';
import { type RedisConnections, sharedCounter } from '../../../../cache/index.js';
import { type ProviderPolicy } from './provider-policy.js';

/** Counts the requests to a provider. */
export function sharedLimiter({ id, rate }: ProviderPolicy, redis: RedisConnections): RateLimiterRedis {
  return sharedCounter(redis, redis.key('provider', id), { points: rate.requests, duration: rate.perMs / 1000 });
}
