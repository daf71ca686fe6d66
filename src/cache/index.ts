export { type CacheEntry, type CacheLife } from './cache-entry.js';
export { type CacheFigures } from './cache-figures.js';
export { CacheModule } from './cache.module.js';
export { LuaScript } from './lua-script.js';
export { RedisConnections } from './redis-connections.js';
export { sharedCounter } from './shared-counter.js';
export { TwoLayerCache } from './two-layer-cache.js';
