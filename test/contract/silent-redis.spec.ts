import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Worker } from 'bullmq';
import { type Redis } from 'ioredis';
import { BundlingRedis } from '../../src/cache/bundling-redis.js';
import { CuttingProxy } from '../faults/support/cutting-proxy.js';
import { type CacheProcess, startCacheProcess } from './support/cache-process.js';

/** As long as it takes to be told from a slow answer, and short enough for a spec. */
const LIMIT = 400;
/** More than the eight seconds, and a little, after which the shared connection is given up. */
const GIVEN_UP_WITHIN = 12_000;

describe('a connection to Redis over which nothing comes any more', () => {
  const url = new URL(process.env.TEST_REDIS_URL ?? '');
  const prefix = `t${randomUUID().slice(0, 8)}`;
  const opened: Redis[] = [];
  let direct: CacheProcess;
  let proxy: CuttingProxy;
  let behindProxy: string;

  beforeAll(async () => {
    direct = await startCacheProcess(prefix);
    proxy = await CuttingProxy.start(() => ({ port: Number(url.port) }));
    behindProxy = Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(proxy.port) }).href;
  });
  afterEach(() => {
    for (const redis of opened.splice(0)) redis.disconnect();
  });
  afterAll(async () => {
    direct?.stop();
    await proxy?.close();
  });

  const open = async (options: { maxRetriesPerRequest: number | null }) => {
    const redis = new BundlingRedis(behindProxy, {
      ...options,
      silenceLimit: LIMIT,
      retryStrategy: () => 10,
    });
    redis.on('error', () => undefined);
    opened.push(redis);
    await once(redis, 'ready');
    return redis;
  };

  // The cut itself is an error, which `once` would reject with.
  const again = (redis: Redis) => new Promise<void>((resolve) => redis.once('ready', () => resolve()));

  it(
    'should be given up when it is the shared one, and be made anew',
    async () => {
      const own = await startCacheProcess(prefix, behindProxy);
      const { commands } = own.redis;
      proxy.forget();

      const lost = commands.get('key').catch((error: Error) => error.message);
      await again(commands);

      expect(await lost).toBe('Command timed out');
      expect(await commands.ping()).toBe('PONG');
      own.stop();
    },
    GIVEN_UP_WITHIN,
  );

  it('should fail what is outstanding and not repeat it when it does so with every cut', async () => {
    const sut = await open({ maxRetriesPerRequest: 0 });
    const key = direct.redis.key('count');
    proxy.forget();

    await expect(sut.incr(key)).rejects.toThrow(/max retries/);
    await again(sut);

    expect(await sut.ping()).toBe('PONG');
    expect(await direct.redis.commands.get(key)).toBeNull();
  });

  it('should be heard over again when it is one on which nothing is said', async () => {
    const sut = await open({ maxRetriesPerRequest: null });
    await sut.subscribe(`${prefix}:news`);
    proxy.forget();

    await again(sut);
    await sut.subscribe(`${prefix}:more`);
    const heard = once(sut, 'message');
    await direct.redis.commands.publish(`${prefix}:news`, 'said');

    expect(await heard).toEqual([`${prefix}:news`, 'said']);
  });

  it('should not be cut when what was outstanding at an earlier cut would have been due', async () => {
    const sut = await open({ maxRetriesPerRequest: null });
    const answer = sut.ping();
    sut.stream.destroy();
    await answer;
    const { stream } = sut;

    // Longer than the limit, with nothing outstanding.
    await direct.redis.open('patient').blpop(direct.redis.key('nothing'), (2 * LIMIT) / 1_000);

    expect(sut.stream).toBe(stream);
    expect(stream.destroyed).toBe(false);
  });

  it('should be given up when it is one that BullMQ blocks on', async () => {
    const connection = await open({ maxRetriesPerRequest: null });
    const duplicates = jest.spyOn(connection, 'duplicate');
    const worker = new Worker('jobs', undefined, { connection, prefix });
    await worker.waitUntilReady();

    const [blocking] = duplicates.mock.results.map(({ value }) => value as Redis);

    expect(blocking).toBeInstanceOf(BundlingRedis);
    await worker.close(true);
  });
});
