import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { Queue } from 'bullmq';
import { type CacheProcess, startCacheProcess } from './support/cache-process.js';

describe('commands to Redis', () => {
  let wire: Server;
  const sockets = new Set<Socket>();
  const packets: string[] = [];
  let process: CacheProcess;

  beforeAll(async () => {
    const url = new URL(globalThis.process.env.TEST_REDIS_URL ?? '');
    const { hostname, port } = url;
    wire = createServer((client) => {
      const server = connect(Number(port), hostname);
      for (const socket of [client, server]) sockets.add(socket.on('error', () => undefined));
      client.on('data', (data) => packets.push(data.toString())).on('close', () => server.destroy());
      client.pipe(server).pipe(client);
    }).listen(0, '127.0.0.1');
    await once(wire, 'listening');
    url.port = String((wire.address() as AddressInfo).port);
    process = await startCacheProcess(`t${randomUUID().slice(0, 8)}`, url.href);
  });
  beforeEach(() => (packets.length = 0));
  afterAll(async () => {
    process.stop();
    for (const socket of sockets) socket.destroy();
    wire.close();
    await once(wire, 'close');
  });

  it('should travel in one packet and be answered one by one when they are given in the same moment', async () => {
    const { redis } = process;
    const key = redis.key('list');

    const answers = await Promise.all([
      redis.commands.rpush(key, 'a'),
      Promise.resolve().then(() => redis.commands.rpush(key, 'b')),
      redis.commands.lrange(key, 0, -1),
      redis.commands.hget(key, 'field').catch((error: Error) => error.message),
    ]);

    expect(answers).toEqual([1, 2, ['a'], expect.stringContaining('WRONGTYPE')]);
    expect(packets).toHaveLength(1);
  });

  it('should do so when a library gives them', async () => {
    const connection = process.redis.open('producer', 'packets');
    await process.redis.whenReady(connection);
    const queue = new Queue('jobs', { connection, prefix: process.redis.key('queue') });
    await queue.add('first', {});
    packets.length = 0;

    await Promise.all([queue.add('one', {}), queue.add('two', {}), queue.add('three', {})]);

    expect(packets).toHaveLength(1);
    await queue.close();
  });

  it('should go out after a connection was cut in the middle of them', async () => {
    const { redis } = process;
    const lost = redis.commands.get('key');
    for (const socket of sockets) socket.destroy();
    await expect(lost).rejects.toThrow();

    await redis.whenReady(redis.commands);

    expect(await Promise.all([redis.commands.ping(), redis.commands.ping()])).toEqual(['PONG', 'PONG']);
  });
});
