import { Global, Module } from '@nestjs/common';
import { RedisConnections } from './redis-connections.js';
import { TwoLayerCache } from './two-layer-cache.js';

/** Redis connections and what is built on them. Global, as every module above may use them. */
@Global()
@Module({ providers: [RedisConnections, TwoLayerCache], exports: [RedisConnections, TwoLayerCache] })
export class CacheModule {}
