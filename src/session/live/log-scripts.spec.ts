import {
  CLOSED,
  digestOf,
  event,
  keysOf,
  LINE,
  LOG,
  logScripts,
  OPEN,
  RENEWAL,
  words,
} from '../../../test/support/log-scripts.js';
import { startTestRedis, type TestRedis } from '../../../test/support/redis.js';

const timeOf = async (redis: TestRedis['redis']): Promise<number> => {
  const [seconds, microseconds] = (await redis.time()).map(Number);
  return Math.floor((seconds ?? 0) * 1_000 + (microseconds ?? 0) / 1_000);
};

/** How many entries the log has had in all: more than it holds where it has dropped some. */
const addedTo = async (redis: TestRedis['redis']): Promise<unknown> => {
  const info = (await redis.xinfo('STREAM', LOG)) as unknown[];
  return info[info.indexOf('entries-added') + 1];
};

describe('the scripts of the log', () => {
  let server: TestRedis;
  const { admit, begin, append, restore, release, snapshot, entries, dataOf, renewed, age, attach, endSession } =
    logScripts(() => server.redis);

  beforeAll(async () => {
    server = await startTestRedis();
  });
  afterAll(() => server.stop());
  beforeEach(() => server.redis.flushall());

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

    it('should let a log expire that is begun anew', async () => {
      await begin('a', 4);

      await append('a', 4, [event('start')], 0);

      expect(await renewed('a')).toEqual([true, true, false]);
    });

    it('should let the log live as long as the run', async () => {
      await admit('a');
      await age('a');

      await begin('a', 1);

      expect(await renewed('a')).toEqual([true, true, false]);
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

    it('should write back among what was said since, which keeps its place and all that stands with it', async () => {
      await admit('a');
      await begin('a', 1);
      await append('a', 1, [event('start'), words('Hello')]);
      const written = (await entries()).map(({ position, data }) => [position, data] as const) as [string, string][];
      await server.redis.flushall();
      const lastTime = Number(written.at(-1)?.[0].split('-')[0]);
      // Else they would get the same positions.
      for (let now = 0; now <= lastTime; now = await timeOf(server.redis));
      await admit('b');
      await begin('b', 1);
      await append('b', 1, [event('done', 'final')]);
      // As a session of very many events drops its oldest.
      await server.redis.xtrim(LOG, 'MAXLEN', 1);
      const since = await server.redis.xrange(LOG, '-', '+');

      await restore('a', 1, 'Hello', written);

      const all = await server.redis.xrange(LOG, '-', '+');
      expect(all.slice(0, written.length).map(([position, fields]) => [position, fields[3]])).toEqual(written);
      expect(all.slice(written.length)).toEqual(since);
      expect(await addedTo(server.redis)).toBe(all.length + 1);
      expect(await server.redis.hget(keysOf('a').run, 'before')).toBe('0-0');
      await append('a', 1, [event('more')], 3);
      expect(await dataOf('a')).toHaveLength(4);
      expect(await server.redis.pttl(LOG)).toBeGreaterThan(0);
    });

    it('should make the run the head of its line, once', async () => {
      const written = await lost();
      await server.redis.flushall();
      await admit('b');

      await restore('a', 1, 'Hello', written);
      await restore('a', 1, 'Hello', written);

      expect(await server.redis.lrange(LINE, 0, -1)).toEqual(['a', 'b']);
    });

    it('should let a log expire of which there was nothing to write back', async () => {
      await restore('a', 1, '', []);

      await append('a', 1, [event('start')], 0, 5_000);

      expect(await renewed('a')).toEqual([true, true, true]);
    });

    it('should let everything it writes back expire', async () => {
      const written = await lost();
      await server.redis.flushall();

      await restore('a', 1, 'Hello', written);

      expect(await renewed('a')).toEqual([true, true, true]);
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

  describe('attach.lua', () => {
    it('should tell how far every run in the line is, and where to read on', async () => {
      for (const id of ['a', 'b', 'c']) await admit(id);
      await append('a', 1, [event('start'), words('Hello')]);
      const position = (await entries()).at(-1)?.position;

      expect(await attach(['a', 'b', 'c'])).toEqual([
        ['a', 'b', 'c'],
        position,
        0,
        [
          [3, 'Hello'],
          [1, ''],
          [1, ''],
        ],
      ]);
      expect(await attach(['a', 'b'], 2)).toEqual([
        ['a', 'b'],
        position,
        0,
        [
          [3, 'Hello'],
          [1, ''],
        ],
      ]);
    });

    it('should tell only the line where it is another one than believed', async () => {
      for (const id of ['a', 'b']) await admit(id);

      for (const believed of [[], ['a'], ['b', 'a'], ['a', 'b', 'c']]) {
        expect(await attach(believed)).toEqual([['a', 'b'], expect.any(String), 0, []]);
      }
    });

    it('should tell nothing of a run that Redis has lost', async () => {
      for (const id of ['a', 'b']) await admit(id);
      await server.redis.del(keysOf('a').run);

      expect((await attach(['a', 'b']))[3]).toEqual([null, [1, '']]);
    });

    it('should tell of a quiet session the position alone', async () => {
      expect(await attach([])).toEqual([[], '0-0', 0, []]);
      await admit('a');
      await append('a', 0, [event('done', 'final')]);

      expect(await attach([])).toEqual([[], (await entries()).at(-1)?.position, 0, []]);
    });
  });

  describe('end-session.lua', () => {
    it('should add an entry of no run, for all who watch and all who come after', async () => {
      await admit('a');
      await append('a', 0, [event('done', 'final')]);

      const position = await endSession();

      expect((await entries()).at(-1)).toEqual({ position, run: '', data: '' });
      expect(await attach([])).toEqual([[], position, 1, []]);
    });

    it('should let nothing into the line any more, for a while', async () => {
      await endSession();

      expect(await admit('a')).toEqual([-3]);
      expect(await server.redis.pttl(CLOSED)).toBeGreaterThan(0);
    });

    it('should let go what was said, whoever still works on it or looks after it', async () => {
      await admit('a');
      await begin('a', 1);
      await append('a', 1, [words('one')]);
      await endSession();
      await age('a');

      await admit('a');
      await begin('a', 2);
      await append('a', 2, [words('two')], -1, 3_001 + RENEWAL);
      expect((await renewed('a'))[0]).toBe(false);

      await server.redis.del(LOG);
      await append('a', 2, [words('three')], -1, 3_002 + RENEWAL);
      expect(await server.redis.pttl(LOG)).toBeGreaterThan(0);
    });

    it('should let the entry expire where there is nothing else', async () => {
      await endSession();

      expect(await renewed('a')).toEqual([true, false, false]);
    });
  });
});
