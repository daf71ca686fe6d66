import { mkdtempSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { clearLockedPorts } from 'get-port';
import { Redis } from 'ioredis';
import { type Store, type StoreOptions, startRedis as sut } from '../../src/embedded/index.js';

describe('startRedis', () => {
  let folder: string;
  const started: Store[] = [];

  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'tradeflow-redis-'));
  });
  afterEach(() => Promise.all(started.splice(0).map((store) => store.process.stop())));
  afterAll(() => rm(folder, { recursive: true }));

  const start = async (options: Partial<StoreOptions> = {}) => {
    const logFile = path.join(folder, 'logs', `${Math.random()}.log`);
    const store = await sut({ directory: path.join(folder, 'data'), logFile, password: 'first', ...options });
    started.push(store);
    return store;
  };

  it('should be set as BullMQ needs it', async () => {
    const { url } = await start();

    const settings = await withRedis(url, (redis) =>
      Promise.all(['maxmemory-policy', 'appendonly', 'appendfsync', 'bind'].map((name) => redis.config('GET', name))),
    );

    expect(settings.map((pair) => (pair as string[])[1])).toEqual(['noeviction', 'yes', 'everysec', '127.0.0.1']);
  });

  it('should keep its data when it was stopped and is started again', async () => {
    const first = await start();
    await withRedis(first.url, (redis) => redis.set('kept', '查询'));
    await first.process.stop();

    clearLockedPorts();
    const second = await start({ preferredPort: first.port });

    expect(second.port).toBe(first.port);
    expect(await withRedis(second.url, (redis) => redis.get('kept'))).toBe('查询');
  });

  it('should take over from a server that an earlier start left behind', async () => {
    const leftBehind = await start();

    const next = await start({ preferredPort: leftBehind.port });

    expect(leftBehind.process.running).toBe(false);
    expect(await withRedis(next.url, (redis) => redis.get('kept'))).toBe('查询');
  });

  it('should take another port when the known one is taken', async () => {
    const other = await start({ directory: path.join(folder, 'other') });

    const next = await start({ preferredPort: other.port });

    expect(next.port).not.toBe(other.port);
  });

  it('should say what to do when the data is damaged', async () => {
    const logs = path.join(folder, 'data', 'appendonlydir');
    const file = (await readdir(logs)).find((name) => name.includes('.incr.'));
    await writeFile(path.join(logs, file as string), 'this is no append-only file\n'.repeat(100));

    await expect(start()).rejects.toThrow(
      /^Redis ended with exit code 1: .*Bad file format.*or delete it to start empty\.$/,
    );
  });
});

async function withRedis<T>(url: string, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url);
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}
