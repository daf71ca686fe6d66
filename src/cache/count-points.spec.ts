import { startTestRedis, type TestRedis } from '../../test/support/redis.js';
import { LuaScript } from './lua-script.js';

const WINDOW = 60;
const script = new LuaScript<[counted: number, left: number]>(
  new URL('count-points.lua', `file://${import.meta.dirname}/`),
);

/** That all counters count with it is seen in test/contract/script-calls, what they answer in test/e2e/rate-limits. */
describe('count-points.lua', () => {
  let server: TestRedis;

  beforeAll(async () => {
    server = await startTestRedis();
  });
  afterAll(() => server.stop());
  beforeEach(() => server.redis.flushall());

  const count = (points = 1) => script.run(server.redis, ['count'], [points, WINDOW]);

  it('should count on, each subject for itself', async () => {
    expect((await count())[0]).toBe(1);
    expect((await count(2))[0]).toBe(3);
    expect((await script.run(server.redis, ['other'], [1, WINDOW]))[0]).toBe(1);
  });

  it('should begin the window with the first points, and prolong it by none', async () => {
    expect(await count()).toEqual([1, WINDOW * 1_000]);
    await server.redis.pexpire('count', 20_000);

    const [, left] = await count();

    expect(left).toBeGreaterThan(10_000);
    expect(left).toBeLessThanOrEqual(20_000);
    expect(await server.redis.pttl('count')).toBeLessThanOrEqual(20_000);
  });

  it('should begin anew when the window is over', async () => {
    await count();
    await count();
    await server.redis.pexpire('count', 1);
    while (await server.redis.exists('count')) await new Promise((resolve) => setTimeout(resolve, 1));

    expect(await count()).toEqual([1, WINDOW * 1_000]);
    expect(await server.redis.pttl('count')).toBeGreaterThan(50_000);
  });

  it('should give a count an end that has none', async () => {
    await count();
    await server.redis.persist('count');

    expect(await count()).toEqual([2, WINDOW * 1_000]);

    expect(await server.redis.pttl('count')).toBeGreaterThan(50_000);
  });
});
