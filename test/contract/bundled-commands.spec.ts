import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Queue } from 'bullmq';
import { type Redis } from 'ioredis';
import { type CacheProcess, startCacheProcess } from './support/cache-process.js';

describe('commands that are given to Redis in the same moment', () => {
  let process: CacheProcess;

  beforeAll(async () => {
    process = await startCacheProcess(`t${randomUUID().slice(0, 8)}`);
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => process.stop());

  /** Counts what the socket hands to the system: a chunk, or several at once. */
  const countWrites = ({ stream }: Redis) => {
    const writes = [jest.spyOn(stream, '_write'), jest.spyOn(stream, '_writev' as '_write')];
    return () => writes.reduce((sum, { mock }) => sum + mock.calls.length, 0);
  };

  it('should be written at once and answered one by one', async () => {
    const { commands } = process.redis;
    const writes = countWrites(commands);
    const key = process.redis.key('list');

    const answers = await Promise.all([
      commands.rpush(key, 'a'),
      Promise.resolve().then(() => commands.rpush(key, 'b')),
      commands.lrange(key, 0, -1),
      commands.hget(key, 'field').catch((error: Error) => error.message),
    ]);

    expect(answers).toEqual([1, 2, ['a'], expect.stringContaining('WRONGTYPE')]);
    expect(writes()).toBe(1);
  });

  it('should be written at once when a library gives them', async () => {
    const connection = process.redis.open('producer', 'bundled');
    await process.redis.whenReady(connection);
    const queue = new Queue('jobs', { connection, prefix: process.redis.key('queue') });
    await queue.add('first', {});
    const writes = countWrites(connection);

    await Promise.all([queue.add('one', {}), queue.add('two', {}), queue.add('three', {})]);

    expect(writes()).toBe(1);
    await queue.close();
  });

  it('should be written in their order, texts and bytes', async () => {
    const { commands } = process.redis;
    const key = process.redis.key('mixed');
    const bytes = Buffer.from([0xff, 0x00, 0xfe]);
    const writes = countWrites(commands);

    const answers = await Promise.all([
      commands.rpush(key, 'a', '手机'),
      commands.rpush(key, bytes),
      commands.rpush(key, 'b'),
      commands.lrangeBuffer(key, 0, -1),
    ]);

    expect(answers).toEqual([2, 3, 4, [Buffer.from('a'), Buffer.from('手机'), bytes, Buffer.from('b')]]);
    expect(writes()).toBe(1);
  });

  it('should be written although the connection is closed in the same moment', async () => {
    const connection = process.redis.open('producer', 'closing');
    await process.redis.whenReady(connection);
    const key = process.redis.key('said-last');

    const answers = [connection.set(key, 'a'), connection.quit()];

    expect(await Promise.all(answers)).toEqual(['OK', 'OK']);
    expect(await process.redis.commands.get(key)).toBe('a');
  });

  it('should be refused when the connection is cut before they are written, and written when it is back', async () => {
    const { commands } = process.redis;
    const lost = commands.get('key');
    commands.stream.destroy();
    await expect(lost).rejects.toThrow(/closed|max retries/i);

    await once(commands, 'ready');

    expect(await Promise.all([commands.ping(), commands.ping()])).toEqual(['PONG', 'PONG']);
  });
});
