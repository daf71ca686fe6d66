import { CLOSED, event, keysOf, LIFE, LINE, LOG, logScripts, NEWS, OPEN } from '../../../test/support/log-scripts.js';
import { startTestRedis, type TestRedis } from '../../../test/support/redis.js';

describe('admit.lua', () => {
  let server: TestRedis;
  const { admit, admitAfter, begin, append, entries, renewed, age } = logScripts(() => server.redis);

  beforeAll(async () => {
    server = await startTestRedis();
  });
  afterAll(() => server.stop());
  beforeEach(() => server.redis.flushall());

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

  it('should mark what waits as no orphan when it is admitted again', async () => {
    await admit('a');
    await server.redis.zadd(OPEN, 5, 'a');

    await admit('a');

    expect(await server.redis.zscore(OPEN, 'a')).toBe('1000');
  });

  it('should mark the first event of a run that was let in before', async () => {
    await admit('a', 'again');
    await admit('b');

    const entries = await server.redis.xrange(LOG, '-', '+');
    expect(entries.map(([, fields]) => fields[4])).toEqual(['anew', undefined]);
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

  it('should give those whom the records have before it their places back that the line has lost', async () => {
    await admit('a');
    await begin('a', 1);
    await server.redis.flushall();

    expect((await admitAfter('d', { atWork: 'a', waiting: ['b', 'c'] }))[0]).toBe(3);

    expect(await server.redis.lrange(LINE, 0, -1)).toEqual(['a', 'b', 'c', 'd']);
    expect((await entries()).map(({ data }) => data)).toEqual([
      '{"seq":1,"position":3,"eta_ms":4500,"type":"queued","run_id":"d"}',
    ]);
  });

  it('should change nothing of a line that is as the records have it', async () => {
    for (const run of ['a', 'b', 'c']) await admit(run);

    expect((await admitAfter('d', { atWork: 'a', waiting: ['b', 'c'] }))[0]).toBe(3);

    expect(await server.redis.lrange(LINE, 0, -1)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('should put the one at work before one that was let in when the line was lost, also when that one asks again', async () => {
    await admit('b');

    expect((await admitAfter('b', { atWork: 'a' }))[0]).toBe(1);

    expect(await server.redis.lrange(LINE, 0, -1)).toEqual(['a', 'b']);
    await server.redis.del(LINE);
    await server.redis.rpush(LINE, 'b', 'a');
    expect((await admitAfter('c', { atWork: 'a', waiting: ['b'] }))[0]).toBe(2);
    expect(await server.redis.lrange(LINE, 0, -1)).toEqual(['a', 'b', 'c']);
  });

  it('should give no place to one that has ended since the records were read', async () => {
    await admit('a');
    await begin('a', 1);
    await append('a', 1, [event('done', 'final')]);

    expect((await admitAfter('b', { atWork: 'a' }))[0]).toBe(0);

    expect(await server.redis.lrange(LINE, 0, -1)).toEqual(['b']);
  });

  it('should leave a run the place that another gave it', async () => {
    await admitAfter('c', { waiting: ['a', 'b'] });

    expect((await admit('b'))[0]).toBe(1);
    expect((await admit('a', 'reject'))[0]).toBe(0);

    expect(await server.redis.lrange(LINE, 0, -1)).toEqual(['a', 'b', 'c']);
  });

  it('should take a run that it refuses the place that another gave it', async () => {
    await admitAfter('c', { waiting: ['a', 'b'] });

    expect(await admit('b', 'reject')).toEqual([-1]);
    await server.redis.set(CLOSED, 1);
    expect(await admit('a')).toEqual([-3]);

    expect(await server.redis.lrange(LINE, 0, -1)).toEqual(['c']);
  });

  it('should refuse a run in the mode reject when the one at work has been lost', async () => {
    expect(await admitAfter('b', { atWork: 'a' }, 'reject')).toEqual([-1]);

    expect(await server.redis.lrange(LINE, 0, -1)).toEqual(['a']);
    expect(await server.redis.pttl(LINE)).toBeGreaterThan(0);
    expect(await entries()).toEqual([]);
  });

  it('should tell of the log, unless nobody can watch it yet', async () => {
    const heard: string[] = [];
    const listener = server.redis.duplicate();
    await listener.subscribe(NEWS);
    listener.on('message', (_channel, log) => heard.push(log));

    await admit('a', 'enqueue', 0, '');
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
