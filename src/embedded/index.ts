export { ManagedProcess, type ManagedProcessOptions, type ProcessExit } from './process/managed-process.js';
export { NODE_FLAGS } from './process/node-flags.js';
export { answersOk, waitUntilReady } from './process/wait-until.js';
export { startPostgres } from './postgres/postgres.js';
export { startRedis } from './redis/redis.js';
export { type Store, type StoreOptions } from './store.js';
