import { startTestRedis, type TestRedis } from '../../test/support/redis.js';
import { LuaScript } from './lua-script.js';
import { RedisLock } from './redis-lock.js';

describe('Redis lock', () => {
  let server: TestRedis;

  beforeAll(async () => {
    server = await startTestRedis();
  });
  afterAll(() => server.stop());
  beforeEach(() => server.redis.flushall());

  const take = () => RedisLock.tryTake(server.redis, 'lock');

  it('should be had by one at a time', async () => {
    const taken = await Promise.all([take(), take(), take()]);
    const holder = taken.find((lock) => lock !== undefined);

    expect(taken.filter((lock) => lock !== undefined)).toHaveLength(1);
    await holder?.release();
    const next = await take();
    expect(next).toBeDefined();
    await next?.release();
  });

  it('should expire when its holder dies', async () => {
    const lock = await take();

    expect(await server.redis.pttl('lock')).toBeGreaterThan(5_000);
    await lock?.release();
  });

  it('should leave the lock of the one who came after it', async () => {
    const late = await take();
    await server.redis.del('lock');
    const next = await take();
    await late?.release();

    expect(await take()).toBeUndefined();
    await next?.release();
    expect(await server.redis.exists('lock')).toBe(0);
  });

  describe.each(['release-lock.lua', 'extend-lock.lua'])('%s', (file) => {
    const sut = new LuaScript<number>(new URL(file, `file://${import.meta.dirname}/`));

    it('should do nothing for one who is not the holder', async () => {
      await server.redis.set('lock', 'theirs', 'PX', 60_000);

      expect(await sut.run(server.redis, ['lock'], ['mine', 1])).toBe(0);
      expect(await sut.run(server.redis, ['none'], ['mine', 1])).toBe(0);
      expect(await server.redis.pttl('lock')).toBeGreaterThan(50_000);
    });
  });

  it('should live longer when extend-lock.lua is told so by the holder', async () => {
    const sut = new LuaScript<number>(new URL('extend-lock.lua', `file://${import.meta.dirname}/`));
    await server.redis.set('lock', 'mine', 'PX', 1_000);

    expect(await sut.run(server.redis, ['lock'], ['mine', 60_000])).toBe(1);
    expect(await server.redis.pttl('lock')).toBeGreaterThan(50_000);
  });
});
