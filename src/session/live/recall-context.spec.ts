import { startTestRedis, type TestRedis } from '../../../test/support/redis.js';
import { LuaScript } from '../../cache/index.js';

const script = new LuaScript<[string | null, string]>(new URL('recall-context.lua', `file://${import.meta.dirname}/`));

describe('recall-context.lua', () => {
  let servers: TestRedis[];
  const recall = (server = servers[0] as TestRedis) => script.run(server.redis, ['context', 'epoch'], []);

  beforeAll(async () => {
    servers = await Promise.all([startTestRedis(), startTestRedis()]);
  });
  afterAll(() => Promise.all(servers.map((server) => server.stop())));
  beforeEach(() => Promise.all(servers.map(({ redis }) => redis.flushall())));

  it('should hand back what is remembered, or nothing, and the same epoch until another one is set', async () => {
    const [nothing, before] = await recall();
    await servers[0]?.redis.mset('context', '{}', 'epoch', 'a');

    const [stored, epoch] = await recall();

    expect([nothing, stored]).toEqual([null, '{}']);
    expect(epoch).not.toBe(before);
    expect(await recall()).toEqual([stored, epoch]);
  });

  it('should name another epoch in every process of Redis', async () => {
    const epochs = await Promise.all(
      servers.map(async (server) => {
        await server.redis.set('epoch', 'a');
        return (await recall(server))[1];
      }),
    );

    expect(new Set(epochs).size).toBe(2);
  });
});
