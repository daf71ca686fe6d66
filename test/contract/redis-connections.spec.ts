import { setTimeout as pause } from 'node:timers/promises';
import { type RedisConnections } from '../../src/cache/index.js';
import { startStores, type TestStores } from '../support/stores.js';
import { type CacheProcess, startCacheProcess } from './support/cache-process.js';

describe('RedisConnections', () => {
  let stores: TestStores;
  let process: CacheProcess;
  let sut: RedisConnections;

  beforeAll(async () => {
    stores = await startStores();
    process = await startCacheProcess('t', stores.redis.url);
    sut = process.redis;
  });
  afterAll(async () => {
    process?.stop();
    await stores?.stop();
  });

  /** Resolves when Redis has been away for so long that the process only looks for it now and then. */
  const goAway = async () => {
    stores.redis.process.kill('SIGKILL');
    await new Promise<void>((resolve) => {
      sut.commands.on('reconnecting', (delay: number) => delay >= 1_000 && resolve());
    });
  };

  it('should say with its next attempt that Redis is still away', async () => {
    await goAway();

    await sut.attempted();

    await expect(sut.commands.ping()).rejects.toThrow("Stream isn't writeable");
  });

  it('should find a Redis that is back before a request fails for it', async () => {
    await stores.restart('redis');

    await Promise.all(Array.from({ length: 20 }, () => sut.attempted()));

    await expect(sut.commands.ping()).resolves.toBe('PONG');
  });

  it('should not keep a request waiting while it is connected', async () => {
    await expect(Promise.race([sut.attempted().then(() => 'at once'), pause(0, 'later')])).resolves.toBe('at once');
  });

  it('should end in peace when it is closed while it subscribes anew', async () => {
    const subscriber = sut.open('patient', 'subscriber');
    await subscriber.subscribe('news');
    subscriber.once('ready', () => {
      // What it has just asked for is never answered.
      stores.redis.process.kill('SIGKILL');
      sut.close(subscriber);
    });

    const ended = new Promise((resolve) => subscriber.once('end', resolve));
    await sut.commands.client('KILL', 'TYPE', 'PUBSUB');
    await ended;

    // A rejection that nobody handles would end the process, and fails this spec.
    await pause(0);
  });
});
