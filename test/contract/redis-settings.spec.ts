import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startTestRedis } from '../support/redis.js';

const { env } = process;

describe('the settings of the embedded Redis', () => {
  const { REDIS_SERVER } = env;
  afterEach(() => {
    if (REDIS_SERVER === undefined) delete env.REDIS_SERVER;
    else env.REDIS_SERVER = REDIS_SERVER;
  });

  const settingsOf = async (...names: string[]) => {
    const server = await startTestRedis();
    const pairs = (await Promise.all(names.map((name) => server.redis.config('GET', name)))) as string[][];
    await server.stop();
    return pairs.map(([, value]) => value);
  };

  it('should spare it what nobody needs', async () => {
    expect(await settingsOf('rdbcompression', 'latency-tracking')).toEqual(['no', 'no']);
  });

  it('should leave out what an older one does not know', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'tradeflow-older-redis-'));
    const older = path.join(folder, 'redis-server');
    const answer = `[ "$1" = --version ] && exec echo "Redis server v=6.2.14 sha=0"`;
    await writeFile(older, `#!/bin/sh\n${answer}\nexec "${REDIS_SERVER ?? 'redis-server'}" "$@"\n`);
    await chmod(older, 0o755);
    env.REDIS_SERVER = older;

    expect(await settingsOf('rdbcompression', 'latency-tracking')).toEqual(['no', 'yes']);

    await rm(folder, { recursive: true });
  });
});
