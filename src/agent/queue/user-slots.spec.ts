import { startTestRedis, type TestRedis } from '../../../test/support/redis.js';
import { LuaScript } from '../../cache/lua-script.js';

const HOUR = 3_600_000;

/** The places at work of one user, on a real Redis. */
describe('the places of a user', () => {
  let server: TestRedis;
  const takeSlot = new LuaScript<number>(new URL('./take-slot.lua', import.meta.url));
  const freeSlot = new LuaScript<[string, number] | []>(new URL('./free-slot.lua', import.meta.url));
  const keys = ['working', 'line'];
  const take = (run: string, at = Date.now()) => takeSlot.run(server.redis, keys, [run, 2, at, HOUR]);
  const free = (run: string) => freeSlot.run(server.redis, keys, [run, 2, Date.now()]);

  beforeAll(async () => {
    server = await startTestRedis();
  }, 30_000);
  afterAll(() => server.stop());
  beforeEach(() => server.redis.flushall());

  it('should let in as many as there are places, and tell which one it is', async () => {
    expect([await take('a'), await take('b'), await take('c')]).toEqual([1, 2, 0]);
  });

  it('should change nothing when a run asks again', async () => {
    for (const run of ['a', 'b', 'c']) await take(run);

    expect([await take('a'), await take('c')]).toEqual([2, 0]);
    expect(await server.redis.lrange('line', 0, -1)).toEqual(['c']);
  });

  it('should hand a freed place to the one who waits longest, once', async () => {
    for (const run of ['a', 'b', 'c', 'd']) await take(run);

    expect(await free('a')).toEqual(['c', 2]);
    expect(await free('a')).toEqual([]);
    expect(await free('b')).toEqual(['d', 2]);
  });

  it('should forget a waiting run that is over', async () => {
    for (const run of ['a', 'b', 'c']) await take(run);

    expect(await free('c')).toEqual([]);
    expect(await free('a')).toEqual([]);
  });

  it('should free the place of a run that vanished when its time is over', async () => {
    await take('a', Date.now() - 2 * HOUR);
    await take('b');

    expect(await take('c')).toBe(2);
  });
});
