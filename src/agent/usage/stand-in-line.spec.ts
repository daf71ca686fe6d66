import { startTestRedis, type TestRedis } from '../../../test/support/redis.js';
import { LuaScript } from '../../cache/index.js';

describe('stand-in-line.lua', () => {
  const sut = new LuaScript<number>(new URL('stand-in-line.lua', `file://${import.meta.dirname}/`));
  const LIFE = 30_000;
  let server: TestRedis;

  beforeAll(async () => {
    server = await startTestRedis();
  });
  afterAll(() => server.stop());
  beforeEach(() => server.redis.flushall());

  const stand = (question: string, life = LIFE) => sut.run(server.redis, ['line'], [question, life]);

  it('should count those who came before, and keep everybody’s place', async () => {
    expect([await stand('a'), await stand('b'), await stand('c')]).toEqual([0, 1, 2]);
    expect([await stand('c'), await stand('a')]).toEqual([2, 0]);
  });

  it('should move up when one before has left', async () => {
    for (const question of ['a', 'b', 'c']) await stand(question);
    await server.redis.zrem('line', 'a');

    expect(await stand('c')).toBe(1);
  });

  it('should not count those for ever whose process has died', async () => {
    await server.redis.zadd('line', (Date.now() - LIFE - 5_000) * 1_000, 'dead');

    expect(await stand('a')).toBe(0);
  });

  it('should leave nothing behind', async () => {
    await stand('a');

    const left = await server.redis.pttl('line');
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(LIFE);
  });
});
