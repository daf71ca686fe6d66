import { startTestRedis, type TestRedis } from '../../../test/support/redis.js';
import { LuaScript } from '../../cache/index.js';

const KEYS = ['working', 'line'];
const PLACES = 2;
const LIFE = 60_000;
const TOLD = 2;

const script = <T>(file: string) => new LuaScript<T>(new URL(file, `file://${import.meta.dirname}/`));
const takeScript = script<number>('take-slot.lua');
const freeScript = script<[string[], string?, string[]?]>('free-slot.lua');

describe('the places of a user', () => {
  let server: TestRedis;

  beforeAll(async () => {
    server = await startTestRedis();
  });
  afterAll(() => server.stop());
  beforeEach(() => server.redis.flushall());

  const take = (run: string, now = 1_000) => takeScript.run(server.redis, KEYS, [run, PLACES, now, LIFE]);
  const free = (run: string, now = 1_000) => freeScript.run(server.redis, KEYS, [run, PLACES, now, LIFE, TOLD]);

  describe('take-slot.lua', () => {
    it('should give places while there are some, and tell how many are taken, then how long the line is', async () => {
      expect(await take('a')).toBe(1);
      expect(await take('b')).toBe(2);
      expect(await take('c')).toBe(-1);
      expect(await take('d')).toBe(-2);
      expect(await server.redis.lrange('line', 0, -1)).toEqual(['c', 'd']);
    });

    it('should change nothing when the same run asks again, with a place or without', async () => {
      for (const run of ['a', 'b', 'c']) await take(run);

      expect(await take('a')).toBe(2);
      expect(await take('c')).toBe(0);
      expect(await server.redis.zcard('working')).toBe(2);
      expect(await server.redis.llen('line')).toBe(1);
    });

    it('should take a run out of the line when a place has become free for it', async () => {
      for (const run of ['a', 'b', 'c']) await take(run);
      await server.redis.zrem('working', 'a');

      expect(await take('c')).toBe(2);
      expect(await server.redis.llen('line')).toBe(0);
    });

    it('should not count a place for ever whose run has vanished', async () => {
      await take('a', 1_000);
      await take('b', 1_000 + LIFE);

      expect(await take('c', 1_001 + LIFE)).toBe(2);
    });

    it('should not count it either while there are other places', async () => {
      await take('a', 1_000);

      expect(await take('b', 1_000 + LIFE)).toBe(1);
    });

    it('should treat a run like any other when its own place has been dead', async () => {
      await take('a', 1_000);
      expect(await take('a', 1_000 + LIFE)).toBe(1);
      expect(await server.redis.zscore('working', 'a')).toBe(String(1_000 + LIFE));

      for (const run of ['b', 'c']) await take(run, 1_000 + LIFE);
      await take('b', 1_000 + 2 * LIFE);
      await take('c', 1_000 + 2 * LIFE);
      expect(await take('a', 1_000 + 2 * LIFE)).toBe(-1);
      expect(await server.redis.lrange('line', 0, -1)).toEqual(['a']);
    });

    it('should let the places live as long as the last that was given', async () => {
      await take('a');
      await server.redis.pexpire('working', 10_000);

      await take('b');

      expect(await server.redis.pttl('working')).toBeGreaterThan(LIFE - 10_000);
    });
  });

  describe('free-slot.lua', () => {
    it('should hand the place to the next of the line, first come, first served, and tell who waits still', async () => {
      for (const run of ['a', 'b', 'c', 'd', 'e', 'f']) await take(run);

      expect(await free('a')).toEqual([['b'], 'c', ['d', 'e']]);
      for (const run of ['e', 'f']) await free(run);
      expect(await free('b')).toEqual([['c'], 'd', []]);
      expect(await free('c')).toEqual([['d']]);
      expect(await server.redis.zrange('working', 0, -1)).toEqual(['d']);
    });

    it('should let in nobody twice when it is repeated', async () => {
      for (const run of ['a', 'b', 'c', 'd']) await take(run);
      await free('a');

      expect(await free('a')).toEqual([['b', 'c']]);
      expect(await server.redis.lrange('line', 0, -1)).toEqual(['d']);
    });

    it('should not count places for ever whose runs have vanished', async () => {
      await take('a', 1_000);
      for (const run of ['b', 'c']) await take(run, 1_500);

      expect(await free('b', 1_000 + LIFE)).toEqual([[], 'c', []]);
    });

    it('should let the place live that it hands on, the only one, too', async () => {
      for (const run of ['a', 'b', 'c']) await take(run);
      await server.redis.zrem('working', 'b');

      expect(await free('a')).toEqual([[], 'c', []]);

      expect(await server.redis.pttl('working')).toBeGreaterThan(LIFE - 10_000);
    });

    it('should take one that waits out of the line', async () => {
      for (const run of ['a', 'b', 'c', 'd']) await take(run);

      expect(await free('c')).toEqual([['a', 'b']]);
      expect(await free('a')).toEqual([['b'], 'd', []]);
    });
  });
});
