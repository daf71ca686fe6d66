import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { startRedis } from '../../src/embedded/index.js';

/** A Redis of a spec's own, for what stands beside the sources and needs nothing else. */
export interface TestRedis {
  readonly url: string;
  readonly redis: Redis;
  stop(): Promise<void>;
}

export async function startTestRedis(): Promise<TestRedis> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'tradeflow-redis-'));
  const logFile = path.join(directory, 'redis.log');
  const { url, process } = await startRedis({ directory, logFile, password: 'tradeflow-test', durable: false });
  const redis = new Redis(url);
  return {
    url,
    redis,
    stop: async () => {
      redis.disconnect();
      await process.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
