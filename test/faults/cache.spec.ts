import { randomUUID } from 'node:crypto';
import { RedisLock } from '../../src/cache/redis-lock.js';
import { startCacheProcess } from '../contract/support/cache-process.js';

describe('a process that dies', () => {
  it('should keep nobody from the work it had begun for longer than its lease', async () => {
    const prefix = `t${randomUUID().slice(0, 8)}`;
    const [dying, other] = await Promise.all([startCacheProcess(prefix), startCacheProcess(prefix)]);
    await RedisLock.tryTake(dying.redis.commands, dying.redis.key('lock', 'n:k'));
    dying.stop();

    const value = await other.cache.getOrLoad('n', 'k', { ttlMs: 60_000 }, async () => ({ v: 1 }));

    expect(value).toEqual({ v: 1 });
    other.stop();
  });
});
