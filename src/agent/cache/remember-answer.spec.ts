import { startTestRedis, type TestRedis } from '../../../test/support/redis.js';
import { LuaScript } from '../../cache/index.js';

describe('remember-answer.lua', () => {
  const sut = new LuaScript<number>(new URL('remember-answer.lua', `file://${import.meta.dirname}/`));
  const NOW = 1_700_000_000_000;
  const LIFE = 60_000;
  let server: TestRedis;

  beforeAll(async () => {
    server = await startTestRedis();
  });
  afterAll(() => server.stop());
  beforeEach(() => server.redis.flushall());

  const remember = (answer: string, now: number) => sut.run(server.redis, ['owner'], [answer, now, now + LIFE, LIFE]);

  it('should score an answer by when it is gone, and live as long as the last', async () => {
    await remember('one', NOW);
    await remember('two', NOW + 1);

    expect(await server.redis.zrange('owner', 0, -1, 'WITHSCORES')).toEqual([
      'one',
      String(NOW + LIFE),
      'two',
      String(NOW + 1 + LIFE),
    ]);
    const left = await server.redis.pttl('owner');
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(LIFE);
  });

  it('should forget answers that are gone', async () => {
    await remember('gone', NOW);
    await remember('new', NOW + LIFE);

    expect(await server.redis.zrange('owner', 0, -1)).toEqual(['new']);
  });

  it('should keep an answer as long as it was last put there', async () => {
    await remember('again', NOW);
    await remember('again', NOW + 5);

    expect(await server.redis.zscore('owner', 'again')).toBe(String(NOW + 5 + LIFE));
  });
});
