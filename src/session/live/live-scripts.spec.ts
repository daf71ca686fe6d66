import { createHash } from 'node:crypto';
import { startTestRedis, type TestRedis } from '../../../test/support/redis.js';
import { LuaScript } from '../../cache/lua-script.js';

const RETENTION = 60_000;
const LENGTH = 1_000;
const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');

/** The scripts of a session's live side, each on a real Redis. */
describe('the scripts of the live side', () => {
  let server: TestRedis;
  const script = <T>(file: string) => new LuaScript<T>(new URL(file, import.meta.url));
  const scripts = {
    admit: script<[number, string?]>('./admit.lua'),
    begin: script<[string, string][]>('./begin.lua'),
    append: script<[number, ...string[]]>('./append.lua'),
    restore: script<number>('./restore.lua'),
    release: script<string[]>('./release.lua'),
    snapshot: script<[number | null, string, string]>('./snapshot.lua'),
  };
  const now = () => Date.now();
  const admit = (run: string, mode = 'enqueue') =>
    scripts.admit.run(
      server.redis,
      ['line', run, 'log', 'open'],
      [run, 'c', mode, RETENTION, now(), LENGTH, '{"type":"queued"}', 2_000],
    );
  const begin = (run: string, fence: number) =>
    scripts.begin.run(server.redis, [run, `${run}:text`, 'log', 'open'], [run, 'c', fence, RETENTION, now()]);
  const append = (run: string, fence: number, events: [string, string][], after = -1) =>
    scripts.append.run(
      server.redis,
      ['log', run, `${run}:text`, 'open'],
      [run, fence, RETENTION, now(), LENGTH, after, ...events.flat()],
    );
  const log = async () =>
    (await server.redis.xrange('log', '-', '+')).map(([position, fields]) => ({ position, data: fields[3] ?? '' }));

  beforeAll(async () => {
    server = await startTestRedis();
  }, 30_000);
  afterAll(() => server.stop());
  beforeEach(() => server.redis.flushall());

  describe('admit.lua', () => {
    it('should tell each run how many are before it, in the order of the line', async () => {
      const admissions = [await admit('a'), await admit('b'), await admit('c')];

      expect(admissions.map(([ahead]) => ahead)).toEqual([0, 1, 2]);
      expect((await log()).map(({ data }) => data)).toEqual(
        [0, 1, 2].map((ahead) => `{"seq":1,"position":${ahead},"eta_ms":${ahead * 2_000},"type":"queued"}`),
      );
    });

    it('should change nothing and answer as before when a run is admitted again', async () => {
      await admit('a');
      const first = await admit('b');

      expect(await admit('b')).toEqual(first);
      expect(await log()).toHaveLength(2);
      expect(await server.redis.lrange('line', 0, -1)).toEqual(['a', 'b']);
    });

    it('should write nothing when the line is not empty and the mode is reject', async () => {
      await admit('a');

      expect(await admit('b', 'reject')).toEqual([-1]);
      expect(await server.redis.lrange('line', 0, -1)).toEqual(['a']);
      expect(await server.redis.exists('b')).toBe(0);
    });
  });

  describe('begin.lua', () => {
    it('should hand over the events so far, and refuse a smaller fence from then on', async () => {
      await admit('a');

      expect(await begin('a', 2)).toEqual((await log()).map(({ position, data }) => [position, data]));
      await expect(begin('a', 1)).rejects.toThrow('FENCED');
    });

    it('should begin anew where Redis lost the run', async () => {
      expect(await begin('a', 1)).toEqual([]);
      const [seq] = await append('a', 1, [['{"type":"start"}', 'event']]);
      expect(seq).toBe(1);
    });
  });

  describe('append.lua', () => {
    it('should number the events, chain the digest and close after the last one', async () => {
      await begin('a', 1);
      await append('a', 1, [
        ['{"type":"start"}', 'event'],
        ['{"type":"chunk"}', 'text:Hello'],
      ]);
      await append('a', 1, [['{"type":"done"}', 'final']]);

      const [first, second, done] = (await log()).map(({ data }) => data);
      const digest = sha1(sha1(first as string) + (second as string));
      expect([first, second]).toEqual(['{"seq":1,"type":"start"}', '{"seq":2,"type":"chunk"}']);
      expect(done).toBe(`{"seq":3,"events":3,"digest":"${digest}","type":"done"}`);
      await expect(append('a', 1, [['{"type":"late"}', 'event']])).rejects.toThrow('CLOSED');
      expect(await server.redis.zscore('open', 'a')).toBeNull();
    });

    it('should refuse whoever does not bear the fence', async () => {
      await begin('a', 2);

      await expect(append('a', 1, [['{}', 'event']])).rejects.toThrow('FENCED');
      expect(await log()).toEqual([]);
    });

    it('should not append again what is there already, because only the reply was lost', async () => {
      await begin('a', 1);
      const events: [string, string][] = [
        ['{"type":"one"}', 'event'],
        ['{"type":"two"}', 'event'],
      ];
      const reply = await append('a', 1, events, 0);

      expect(await append('a', 1, events, 0)).toEqual(reply);
      expect(await log()).toHaveLength(2);
    });

    it('should say BEHIND when Redis lost what the writer had written', async () => {
      await expect(append('a', 1, [['{}', 'event']], 3)).rejects.toThrow('BEHIND');
      await begin('a', 1);
      await expect(append('a', 1, [['{}', 'event']], 3)).rejects.toThrow('BEHIND');
    });
  });

  describe('snapshot.lua', () => {
    it('should give the answer so far and the position to read on from, and nothing once the run is over', async () => {
      await begin('a', 1);
      const [, ...written] = await append('a', 1, [
        ['{"type":"chunk"}', 'text:Hello '],
        ['{"type":"chunk"}', 'text:world'],
      ]);
      const snapshot = () => scripts.snapshot.run(server.redis, ['log', 'a', 'a:text'], []);

      expect(await snapshot()).toEqual([2, 'Hello world', written[2]]);
      await append('a', 1, [['{"type":"retry"}', 'void']]);
      expect((await snapshot())[1]).toBe('');
      await append('a', 1, [['{"type":"done"}', 'final']]);
      expect((await snapshot())[0]).toBeNull();
    });
  });

  describe('restore.lua', () => {
    it('should write back what was lost under its old position, byte for byte, and go on where it was', async () => {
      await admit('a');
      await begin('a', 1);
      await append('a', 1, [['{"type":"chunk"}', 'text:Hello']]);
      const before = await log();
      await server.redis.flushall();

      const events = before.flatMap(({ position, data }) => [position, data]);
      const keys = ['log', 'a', 'a:text', 'open'];
      await scripts.restore.run(server.redis, keys, ['a', 'c', 1, RETENTION, now(), 'Hello', ...events]);
      await append('a', 1, [['{"type":"done"}', 'final']], 2);

      const after = await log();
      const digest = sha1(sha1(before[0]?.data as string) + (before[1]?.data as string));
      expect(after.slice(0, 2)).toEqual(before);
      expect(after[2]?.data).toBe(`{"seq":3,"events":3,"digest":"${digest}","type":"done"}`);
    });

    it('should refuse one whose fence is old', async () => {
      await begin('a', 2);

      const keys = ['log', 'a', 'a:text', 'open'];
      await expect(scripts.restore.run(server.redis, keys, ['a', 'c', 1, RETENTION, now(), ''])).rejects.toThrow(
        'FENCED',
      );
    });
  });

  describe('release.lua', () => {
    it('should tell who is left in the line, the next one first', async () => {
      for (const run of ['a', 'b', 'c']) await admit(run);

      expect(await scripts.release.run(server.redis, ['line'], ['a'])).toEqual(['b', 'c']);
      expect(await scripts.release.run(server.redis, ['line'], ['a'])).toEqual(['b', 'c']);
    });
  });
});
