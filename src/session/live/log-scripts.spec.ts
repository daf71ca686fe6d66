import {
  CLOSED,
  digestOf,
  event,
  keysOf,
  LIFE,
  LINE,
  LOG,
  logScripts,
  NEWS,
  OPEN,
  words,
} from '../../../test/support/log-scripts.js';
import { startTestRedis, type TestRedis } from '../../../test/support/redis.js';

describe('the scripts of the log', () => {
  let server: TestRedis;
  const { admit, begin, append, restore, release, snapshot, entries, dataOf, renewed, age, attach, endSession } =
    logScripts(() => server.redis);

  beforeAll(async () => {
    server = await startTestRedis();
  });
  afterAll(() => server.stop());
  beforeEach(() => server.redis.flushall());

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

    it('should keep what waits from expiring when it is admitted again', async () => {
      await admit('a');
      await admit('b');
      const keys = [LINE, LOG, keysOf('b').run];
      for (const key of keys) await server.redis.pexpire(key, 20_000);

      await admit('b');

      const lives = await Promise.all(keys.map((key) => server.redis.pttl(key)));
      for (const life of lives) expect(life).toBeGreaterThan(LIFE - 10_000);
    });

    it('should put a run that is at work back before those that wait when the line is lost', async () => {
      await admit('a');
      await admit('b');
      await begin('a', 1);
      await server.redis.del(LINE);

      expect((await admit('b'))[0]).toBe(0);
      expect((await admit('a'))[0]).toBe(0);

      expect((await admit('b'))[0]).toBe(1);
      expect(await server.redis.lrange(LINE, 0, -1)).toEqual(['a', 'b']);
    });

    it('should put a run that waits back behind those that are there, and tell its place', async () => {
      await admit('a');
      await admit('b');
      await server.redis.lrem(LINE, 0, 'b');

      expect((await admit('b'))[0]).toBe(1);
      expect(await server.redis.lrange(LINE, 0, -1)).toEqual(['a', 'b']);
    });

    it('should not put a run back that is over', async () => {
      await admit('a');
      await begin('a', 1);
      await append('a', 1, [event('done', 'final')]);
      await age('a');

      expect(await admit('a')).toEqual([-2]);

      expect(await server.redis.exists(LINE)).toBe(0);
      expect((await renewed('a'))[1]).toBe(false);
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

    it('should let nothing more into a line that is closed, and write nothing', async () => {
      await admit('a');
      await server.redis.set(CLOSED, 1);

      expect(await admit('b')).toEqual([-3]);

      expect(await server.redis.lrange(LINE, 0, -1)).toEqual(['a']);
      expect(await entries()).toHaveLength(1);
      expect(await server.redis.exists(keysOf('b').run)).toBe(0);
      expect((await admit('a'))[0]).toBe(0);
    });

    it('should tell of the log, unless nobody can watch it yet', async () => {
      const heard: string[] = [];
      const listener = server.redis.duplicate();
      await listener.subscribe(NEWS);
      listener.on('message', (_channel, log) => heard.push(log));

      await admit('a', 'enqueue', 0, []);
      expect(await server.redis.publish(NEWS, 'silence')).toBe(1);
      await admit('b');
      await server.redis.publish(NEWS, 'over');
      while (!heard.includes('over')) await new Promise((resolve) => setImmediate(resolve));
      listener.disconnect();

      expect(heard).toEqual(['silence', LOG, 'over']);
    });

    it('should let everything it makes expire but the mark of what is open', async () => {
      await admit('a');

      const lives = await Promise.all([LINE, LOG, keysOf('a').run].map((key) => server.redis.pttl(key)));
      for (const life of lives) expect(life).toBeGreaterThan(LIFE - 10_000);
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

    it('should let the entry expire where there is nothing else', async () => {
      await endSession();

      expect(await renewed('a')).toEqual([true, false, false]);
    });
  });
});
