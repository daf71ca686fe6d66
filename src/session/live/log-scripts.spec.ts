import { createHash } from 'node:crypto';
import { startTestRedis, type TestRedis } from '../../../test/support/redis.js';
import { LuaScript } from '../../cache/index.js';

const RETENTION = 60_000;
const LENGTH = 100;
/** What a writer says instead of the seq it has got to with what an attempt says first. */
const FIRST = -2;
const [LINE, RUN, LOG, TEXT, OPEN, NEWS] = ['line', 'run', 'log', 'text', 'open', 'news'];

const script = <T>(file: string) => new LuaScript<T>(new URL(file, `file://${import.meta.dirname}/`));
const admitScript = script<[number, ...string[]]>('admit.lua');
const beginScript = script<[seq: number, events: [string, string][]]>('begin.lua');
const appendScript =
  script<[seq: number, positions: string[], waiting: string[], earlier: [string, string][]]>('append.lua');
const restoreScript = script<number>('restore.lua');
const releaseScript = script<string[]>('release.lua');
const snapshotScript = script<[number | null, string, string]>('snapshot.lua');

const digestOf = (texts: readonly string[]) =>
  texts.reduce(
    (digest, data) =>
      createHash('sha1')
        .update(digest + data)
        .digest('hex'),
    '',
  );

describe('the scripts of the log', () => {
  let server: TestRedis;

  beforeAll(async () => {
    server = await startTestRedis();
  });
  afterAll(() => server.stop());
  beforeEach(() => server.redis.flushall());

  /** Every run has keys of its own but the line, the log and the mark of those that are open. */
  const keysOf = (id: string) => ({ run: `${RUN}:${id}`, text: `${TEXT}:${id}` });
  const admit = (id: string, mode = 'enqueue', pace = 1_500) =>
    admitScript.run(
      server.redis,
      [LINE, keysOf(id).run, LOG, OPEN],
      [id, 'conversation', mode, RETENTION, 1_000, LENGTH, `{"type":"queued","run_id":"${id}"}`, pace, NEWS],
    );
  const begin = (id: string, fence: number) =>
    beginScript.run(
      server.redis,
      [keysOf(id).run, keysOf(id).text, LOG, OPEN],
      [id, 'conversation', fence, RETENTION, 2_000],
    );
  const append = (id: string, fence: number, events: readonly (readonly [string, string])[], after = -1) =>
    appendScript.run(
      server.redis,
      [LOG, keysOf(id).run, keysOf(id).text, OPEN, LINE],
      [id, fence, RETENTION, 3_000, LENGTH, after, NEWS, ...events.flat()],
    );
  const restore = (id: string, fence: number, words: string, events: readonly (readonly [string, string])[]) =>
    restoreScript.run(
      server.redis,
      [LOG, keysOf(id).run, keysOf(id).text, OPEN, LINE],
      [id, 'conversation', fence, RETENTION, 4_000, words, NEWS, ...events.flat()],
    );
  const snapshot = (id: string) => snapshotScript.run(server.redis, [LOG, keysOf(id).run, keysOf(id).text], []);
  const entries = async () =>
    (await server.redis.xrange(LOG, '-', '+')).map(([position, fields]) => ({
      position,
      run: fields[1],
      data: fields[3],
    }));
  const dataOf = async (id: string) =>
    (await entries()).flatMap(({ run, data }) => (run === id ? [data as string] : []));
  const event = (name: string, kind = 'event') => [`{"type":"${name}"}`, kind] as const;

  describe('admit.lua', () => {
    it('should put runs into the line in their order, each with a queued event that tells its place and how long it takes', async () => {
      expect((await admit('a')).slice(0, 2)).toEqual([0, '0-0']);
      expect((await admit('b'))[0]).toBe(1);
      expect((await admit('c'))[0]).toBe(2);

      expect(await server.redis.lrange(LINE, 0, -1)).toEqual(['a', 'b', 'c']);
      expect((await entries()).map(({ data }) => data)).toEqual([
        '{"seq":1,"position":0,"eta_ms":0,"type":"queued","run_id":"a"}',
        '{"seq":1,"position":1,"eta_ms":1500,"type":"queued","run_id":"b"}',
        '{"seq":1,"position":2,"eta_ms":3000,"type":"queued","run_id":"c"}',
      ]);
      expect(await server.redis.zrange(OPEN, 0, -1)).toEqual(['a', 'b', 'c']);
    });

    it('should change nothing when a run is admitted again, and answer as before', async () => {
      await admit('a');
      const first = await admit('b');

      expect(await admit('b')).toEqual(first.slice(0, 2));

      expect(await server.redis.llen(LINE)).toBe(2);
      expect(await entries()).toHaveLength(2);
    });

    it('should hand back the event as it stands in the log', async () => {
      const [, , position, data] = await admit('a');

      expect(await entries()).toEqual([{ position, run: 'a', data }]);
    });

    it('should tell the position before the first event of the run', async () => {
      await admit('a');
      const [only] = await entries();

      expect((await admit('b'))[1]).toBe(only?.position);
    });

    it('should write nothing when the line is not empty and the mode is reject', async () => {
      expect((await admit('a', 'reject')).slice(0, 2)).toEqual([0, '0-0']);

      expect(await admit('b', 'reject')).toEqual([-1]);

      expect(await server.redis.lrange(LINE, 0, -1)).toEqual(['a']);
      expect(await entries()).toHaveLength(1);
      expect(await server.redis.exists(keysOf('b').run)).toBe(0);
    });

    it('should let everything it makes expire but the mark of what is open', async () => {
      await admit('a');

      const lives = await Promise.all([LINE, LOG, keysOf('a').run].map((key) => server.redis.pttl(key)));
      for (const life of lives) expect(life).toBeGreaterThan(RETENTION - 10_000);
    });
  });

  describe('begin.lua', () => {
    it('should hand over the events so far and void the answer so far', async () => {
      await admit('a');
      await begin('a', 1);
      await append('a', 1, [event('start'), ['{"type":"chunk"}', 'text:Hello']]);

      const [seq, before] = await begin('a', 2);

      expect(before.map(([, data]) => data)).toEqual(await dataOf('a'));
      expect(before).toHaveLength(3);
      expect(seq).toBe(3);
      expect(await snapshot('a')).toEqual([3, '', expect.any(String)]);
    });

    it('should leave out the events of other runs', async () => {
      await admit('a');
      await admit('b');
      await begin('a', 1);
      await append('a', 1, [event('start')]);

      const [, before] = await begin('b', 1);
      expect(before.map(([, data]) => data)).toEqual(await dataOf('b'));
    });

    it('should refuse an older attempt, and one of a run that is over', async () => {
      await admit('a');
      await begin('a', 2);
      await expect(begin('a', 1)).rejects.toThrow('FENCED');

      await append('a', 2, [event('done', 'final')]);

      await expect(begin('a', 3)).rejects.toThrow('CLOSED');
    });

    it('should begin the log anew where Redis lost the run', async () => {
      expect(await begin('a', 4)).toEqual([0, []]);

      expect((await append('a', 4, [event('start')], 0))[0]).toBe(1);
      expect(await dataOf('a')).toEqual(['{"seq":1,"type":"start"}']);
      expect(await server.redis.zrange(OPEN, 0, -1)).toEqual(['a']);
    });
  });

  describe('append.lua', () => {
    beforeEach(async () => {
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

      expect(await append('a', 1, [event('done', 'final')], 1)).toEqual(first);
    });

    it('should say that it is behind when Redis lost the run, or its last events', async () => {
      await expect(append('a', 1, [event('chunk')], 7)).rejects.toThrow('BEHIND');
      await server.redis.del(keysOf('a').run);

      await expect(append('a', 1, [event('chunk')], 1)).rejects.toThrow('BEHIND');
    });
  });

  describe('restore.lua', () => {
    const lost = async () => {
      await admit('a');
      await begin('a', 1);
      await append('a', 1, [event('start'), ['{"type":"chunk"}', 'text:Hello']]);
      return (await entries()).map(({ position, data }) => [position, data as string] as const);
    };

    it('should write everything back under its old positions and byte for byte, and be written on', async () => {
      const written = await lost();
      await server.redis.flushall();

      expect(await restore('a', 1, 'Hello', written)).toBe(3);

      expect((await entries()).map(({ position, data }) => [position, data])).toEqual(written);
      expect((await snapshot('a')).slice(0, 2)).toEqual([3, 'Hello']);
      await append('a', 1, [event('done', 'final')], 3);
      const texts = await dataOf('a');
      expect(JSON.parse(texts.at(-1) as string)).toMatchObject({ seq: 4, digest: digestOf(texts.slice(0, -1)) });
    });

    it('should leave alone what the log still holds', async () => {
      const written = await lost();
      // As after a fail-over to a replica that had not heard the last event.
      await server.redis.flushall();
      for (const [position, data] of written.slice(0, -1)) {
        await server.redis.xadd(LOG, position, 'run', 'a', 'data', data);
      }

      await restore('a', 1, 'Hello', written);

      expect((await entries()).map(({ position, data }) => [position, data])).toEqual(written);
      expect(await snapshot('a')).toEqual([3, 'Hello', written.at(-1)?.[0]]);
    });

    it('should make the run the head of its line, once', async () => {
      const written = await lost();
      await server.redis.flushall();
      await admit('b');

      await restore('a', 1, 'Hello', written);
      await restore('a', 1, 'Hello', written);

      expect(await server.redis.lrange(LINE, 0, -1)).toEqual(['a', 'b']);
    });

    it('should refuse who lost the run to a newer attempt, and a run that is over', async () => {
      const written = await lost();
      await begin('a', 2);
      await expect(restore('a', 1, '', written)).rejects.toThrow('FENCED');

      await append('a', 2, [event('done', 'final')]);

      await expect(restore('a', 2, '', written)).rejects.toThrow('CLOSED');
    });
  });

  describe('release.lua', () => {
    it('should take the run out of its line, wherever it stands, and tell who is left', async () => {
      for (const id of ['a', 'b', 'c']) await admit(id);
      const release = (id: string) => releaseScript.run(server.redis, [LINE], [id]);

      expect(await release('b')).toEqual(['a', 'c']);
      expect(await release('b')).toEqual(['a', 'c']);
      expect(await release('a')).toEqual(['c']);
      expect(await release('c')).toEqual([]);
    });
  });

  describe('snapshot.lua', () => {
    it('should give the answer so far with the position from which nothing is missed', async () => {
      await admit('a');
      await begin('a', 1);
      await append('a', 1, [['{"type":"chunk"}', 'text:Hello']]);
      await admit('b');

      expect(await snapshot('a')).toEqual([2, 'Hello', (await entries()).at(-1)?.position]);
    });

    it('should give only the position for a run that is unknown or over', async () => {
      expect(await snapshot('a')).toEqual([null, '', '0-0']);
      await admit('a');
      await append('a', 0, [event('done', 'final')]);

      expect(await snapshot('a')).toEqual([null, '', (await entries()).at(-1)?.position]);
    });
  });
});
