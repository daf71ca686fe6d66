import {
  digestOf,
  event,
  FIRST,
  keysOf,
  LINE,
  logScripts,
  OPEN,
  RENEWAL,
  TEXT,
  words,
} from '../../../test/support/log-scripts.js';
import { startTestRedis, type TestRedis } from '../../../test/support/redis.js';

describe('append.lua', () => {
  let server: TestRedis;
  const { admit, begin, append, snapshot, entries, dataOf, renewed, age } = logScripts(() => server.redis);

  beforeAll(async () => {
    server = await startTestRedis();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    await server.redis.flushall();
    await admit('a');
    await begin('a', 1);
  });

  it('should number the events without a hole and tell their positions', async () => {
    const [seq, positions] = await append('a', 1, [event('start'), event('thinking')]);

    const written = (await entries()).slice(1);
    expect(written.map(({ data }) => data)).toEqual(['{"seq":2,"type":"start"}', '{"seq":3,"type":"thinking"}']);
    expect(positions).toEqual(written.map(({ position }) => position));
    expect(seq).toBe(3);
  });

  it('should chain the digest over the bytes of all events and put it into the last one', async () => {
    await append('a', 1, [event('start'), ['{"type":"chunk","content":"手机"}', 'text:手机']]);
    await append('a', 1, [event('message'), event('done', 'final')]);

    const texts = await dataOf('a');
    expect(JSON.parse(texts.at(-1) as string)).toEqual({
      seq: 5,
      events: 5,
      digest: digestOf(texts.slice(0, -1)),
      type: 'done',
    });
  });

  it('should keep the answer so far, until a retry voids it and the end removes it', async () => {
    await append('a', 1, [
      ['{"type":"chunk"}', 'text:one '],
      ['{"type":"chunk"}', 'text:two'],
    ]);
    expect((await snapshot('a'))[1]).toBe('one two');

    await append('a', 1, [event('retry', 'void'), ['{"type":"chunk"}', 'text:three']]);
    expect((await snapshot('a'))[1]).toBe('three');

    await append('a', 1, [event('done', 'final')]);
    expect(await server.redis.exists(keysOf('a').text)).toBe(0);
    expect(await server.redis.zcard(OPEN)).toBe(0);
  });

  it('should void what the attempt before has said, and keep what comes with the first of the next', async () => {
    await append('a', 1, [words('Hello')]);

    await append('a', 2, [event('start'), words('Good '), words('day')]);

    expect((await snapshot('a'))[1]).toBe('Good day');
  });

  it('should keep only what was said after a retry of the same moment', async () => {
    await append('a', 1, [words('one')]);

    await append('a', 1, [words('two'), event('retry', 'void'), words('three')]);

    expect((await snapshot('a'))[1]).toBe('three');
  });

  it('should take the last words together with the end', async () => {
    await admit('b');
    await append('a', 1, [words('one')]);

    const [seq, positions, waiting] = await append('a', 1, [words('two'), event('message'), event('done', 'final')], 2);

    const texts = await dataOf('a');
    expect(texts.map((text) => (JSON.parse(text) as { seq: number }).seq)).toEqual([1, 2, 3, 4, 5]);
    expect(JSON.parse(texts.at(-1) as string)).toMatchObject({ events: 5, digest: digestOf(texts.slice(0, -1)) });
    expect([seq, waiting]).toEqual([5, ['b']]);
    expect(positions).toEqual((await entries()).slice(-3).map(({ position }) => position));
    expect(await server.redis.exists(keysOf('a').text)).toBe(0);
    expect(await server.redis.zrange(OPEN, 0, -1)).toEqual(['b']);
    await expect(append('a', 1, [event('chunk')])).rejects.toThrow('CLOSED');
  });

  it('should note where the last event stands, and nothing before that', async () => {
    await append('a', 1, [event('start')]);
    expect(await server.redis.hget(keysOf('a').run, 'ended')).toBeNull();

    const [, positions] = await append('a', 1, [event('message'), event('done', 'final')]);

    expect(await server.redis.hget(keysOf('a').run, 'ended')).toBe(positions.at(-1));
  });

  it('should leave no answer behind when all of it comes with the end', async () => {
    await admit('b');
    await append('b', 0, [words('all'), event('message'), event('done', 'final')]);
    await append('a', 2, [words('all'), event('message'), event('done', 'final')]);

    expect(await server.redis.keys(`${TEXT}:*`)).toEqual([]);
  });

  it('should not renew expiry and mark with every append', async () => {
    await append('a', 1, [words('one')]);
    await age('a');

    await append('a', 1, [words('two')], -1, 2_000 + RENEWAL);

    expect(await renewed('a')).toEqual([false, false, false]);
    expect(await server.redis.zscore(OPEN, 'a')).toBe('2000');
  });

  it('should renew expiry and mark when they have become old, and only then again', async () => {
    await append('a', 1, [words('one')]);
    await age('a');
    const late = 2_001 + RENEWAL;

    await append('a', 1, [words('two')], -1, late);

    expect(await renewed('a')).toEqual([true, true, true]);
    expect(await server.redis.zscore(OPEN, 'a')).toBe(String(late));
    await age('a');
    await append('a', 1, [words('three')], -1, late + RENEWAL);
    expect(await renewed('a')).toEqual([false, false, false]);
  });

  it('should renew expiry and mark when an older version has not noted since when they stand', async () => {
    await append('a', 1, [words('one')]);
    await server.redis.hdel(keysOf('a').run, 'renewed');
    await age('a');

    await append('a', 1, [event('thinking')]);

    expect(await renewed('a')).toEqual([true, true, true]);
    expect(await server.redis.zscore(OPEN, 'a')).toBe('3000');
  });

  it('should renew expiry and mark when a machine whose clock is ahead has done it last', async () => {
    await append('a', 1, [words('one')]);
    await age('a');

    await append('a', 1, [event('thinking')], -1, 1_999);

    expect(await renewed('a')).toEqual([true, true, true]);
  });

  it('should renew the expiry with the end, as with any event, when it has become old', async () => {
    await append('a', 1, [words('one')]);
    await age('a');

    await append('a', 1, [event('done', 'final')], -1, 2_001 + RENEWAL);

    expect(await renewed('a')).toEqual([true, true, false]);
  });

  it('should let the answer so far expire from its first words on', async () => {
    await append('a', 1, [words('one')]);
    expect(await renewed('a')).toEqual([true, true, true]);

    await append('a', 1, [event('retry', 'void'), words('手机'), words(' two')]);

    expect(await renewed('a')).toEqual([true, true, true]);
  });

  it('should refuse who bears an older fence', async () => {
    await begin('a', 2);

    await expect(append('a', 1, [event('chunk')])).rejects.toThrow('FENCED');

    expect(await dataOf('a')).toHaveLength(1);
  });

  it('should hand the log over to who bears a newer fence, and void the answer so far', async () => {
    await append('a', 1, [['{"type":"chunk"}', 'text:Hello']]);

    await append('a', 2, [event('start')]);

    await expect(append('a', 1, [event('chunk')])).rejects.toThrow('FENCED');
    expect(await snapshot('a')).toEqual([3, '', expect.any(String)]);
  });

  it('should refuse a newer fence, too, when the run is over', async () => {
    await append('a', 1, [event('done', 'final')]);

    await expect(append('a', 2, [event('chunk')])).rejects.toThrow('CLOSED');
    await expect(append('a', 2, [event('chunk')], FIRST)).rejects.toThrow('CLOSED');
  });

  it('should tell who says something first what the run has said before, and no other', async () => {
    await admit('b');
    await append('a', 1, [event('start')]);

    const [seq, positions, , earlier] = await append('a', 2, [event('retry', 'void'), event('start')], FIRST);

    const all = (await entries()).filter(({ run }) => run === 'a').map(({ position, data }) => [position, data]);
    expect(earlier).toEqual(all.slice(0, 2));
    expect(positions).toEqual(all.slice(2).map(([position]) => position));
    expect(seq).toBe(4);
    expect((await append('a', 2, [event('thinking')]))[3]).toEqual([]);
  });

  it('should answer as before when what was said first comes again because only the reply was lost', async () => {
    await admit('b');
    const events = [event('start'), event('thinking')];
    const first = await append('b', 1, events, FIRST);

    expect(await append('b', 1, events, FIRST)).toEqual(first);

    expect(await dataOf('b')).toHaveLength(3);
  });

  it('should take the run out of its line with the last event, not before, and tell who is left', async () => {
    for (const id of ['b', 'c']) await admit(id);

    expect((await append('a', 1, [event('start')]))[2]).toEqual([]);
    expect(await server.redis.lrange(LINE, 0, -1)).toEqual(['a', 'b', 'c']);

    expect((await append('a', 1, [event('done', 'final')]))[2]).toEqual(['b', 'c']);
    expect(await server.redis.lrange(LINE, 0, -1)).toEqual(['b', 'c']);
  });

  it('should refuse everything after the end', async () => {
    await append('a', 1, [event('done', 'final')]);

    await expect(append('a', 1, [event('chunk')])).rejects.toThrow('CLOSED');
  });

  it('should answer as before when the same events come again because only the reply was lost', async () => {
    const first = await append('a', 1, [event('start'), event('thinking')], 1);

    expect(await append('a', 1, [event('start'), event('thinking')], 1)).toEqual(first);

    expect(await dataOf('a')).toHaveLength(3);
  });

  it('should find the lost reply of a run that other runs have written behind', async () => {
    const first = await append('a', 1, [event('done', 'final')], 1);
    await admit('b');
    await begin('b', 1);
    await append(
      'b',
      1,
      Array.from({ length: 30 }, () => event('chunk')),
    );

    expect((await append('a', 1, [event('done', 'final')], 1)).slice(0, 2)).toEqual(first.slice(0, 2));
  });

  it('should tell who is left in the line again when the reply to the last event was lost', async () => {
    await admit('b');
    await append('a', 1, [event('done', 'final')], 1);

    expect((await append('a', 1, [event('done', 'final')], 1))[2]).toEqual(['b']);
  });

  it('should be taken over by an attempt that says nothing first', async () => {
    expect((await append('a', 2, [], FIRST))[0]).toBe(1);

    await expect(append('a', 1, [event('chunk')])).rejects.toThrow('FENCED');
    expect(await dataOf('a')).toHaveLength(1);
  });

  it('should belong to who is behind and will restore it, not to an attempt before', async () => {
    await expect(append('a', 2, [event('chunk')], 7)).rejects.toThrow('BEHIND');

    await expect(append('a', 1, [event('chunk')])).rejects.toThrow('FENCED');
  });

  it('should say that it is behind when Redis lost the run, or its last events', async () => {
    await expect(append('a', 1, [event('chunk')], 7)).rejects.toThrow('BEHIND');
    await server.redis.del(keysOf('a').run);

    await expect(append('a', 1, [event('chunk')], 1)).rejects.toThrow('BEHIND');
  });
});
