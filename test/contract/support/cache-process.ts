import { RedisConnections, TwoLayerCache } from '../../../src/cache/index.js';
import { loadConfig } from '../../../src/config/index.js';

/** What a process of ours has of the cache: connections and a first layer of its own. */
export interface CacheProcess {
  readonly redis: RedisConnections;
  readonly cache: TwoLayerCache;
  stop(): void;
}

/** @param keyPrefix of keys nobody else uses; processes with the same one share the second layer */
export async function startCacheProcess(keyPrefix: string, url = process.env.TEST_REDIS_URL): Promise<CacheProcess> {
  const redis = new RedisConnections(loadConfig({ REDIS_URL: url, REDIS_KEY_PREFIX: keyPrefix, ENVIRONMENT: 'test' }));
  await redis.whenReady(redis.commands);
  const cache = new TwoLayerCache(redis);
  await cache.onModuleInit();
  return { redis, cache, stop: () => redis.onApplicationShutdown() };
}
