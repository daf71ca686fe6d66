import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { AnswerCache, type CachedAnswer } from '../../src/agent/cache/answer-cache.js';
import { type CachedQuestion } from '../../src/agent/cache/question-key.js';
import { loadConfig } from '../../src/config/index.js';
import { makeTurn } from '../factories/turn.js';
import { startTestRedis } from '../support/redis.js';
import { type CacheProcess, startCacheProcess } from './support/cache-process.js';

/** Two processes with the cache between them, on a real Redis. */
describe('the cache', () => {
  const life = { ttlMs: 60_000, staleMs: 60_000 };
  /** Stale as soon as it is written. */
  const stale = { ttlMs: 0, staleMs: 60_000 };
  let prefix: string;
  let a: CacheProcess;
  let b: CacheProcess;

  beforeEach(async () => {
    prefix = `t${randomUUID().slice(0, 8)}`;
    [a, b] = await Promise.all([startCacheProcess(prefix), startCacheProcess(prefix)]);
  });
  afterEach(() => {
    a.stop();
    b.stop();
  });

  /** A load that ends when it is told to. */
  function slowLoad(value: object) {
    let finish = (): void => {};
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const load = jest.fn(async () => {
      await finished;
      return value;
    });
    return { load, finish };
  }

  describe('two layers', () => {
    it('should give another process what one has put in', async () => {
      await a.cache.set('n', 'k', { v: 1 }, 60_000);

      expect(await b.cache.get('n', 'k')).toEqual({ v: 1 });
    });

    it('should count which layer had it', async () => {
      await a.cache.set('n', 'k', { v: 1 }, 60_000);
      await b.cache.get('n', 'k');
      await b.cache.get('n', 'k');
      await b.cache.get('n', 'missing');

      expect(b.cache.figures('n')).toEqual({ lookups: 3, local_hits: 1, redis_hits: 1, hit_rate: 2 / 3 });
      expect(b.cache.figures('other').hit_rate).toBe(0);
    });

    it('should forget everywhere when it is deleted anywhere', async () => {
      await a.cache.set('n', 'k', { v: 1 }, 60_000);
      await b.cache.get('n', 'k');
      await a.cache.delete('n', ['k']);

      expect(await a.cache.get('n', 'k')).toBeUndefined();
      // The other process is told a moment later: well before its own copy would go.
      while ((await b.cache.get('n', 'k')) !== undefined) await delay(5);
    });

    it('should keep no copy of what is deleted while it is read', async () => {
      await a.cache.set('n', 'k', { v: 1 }, 60_000);
      const read = b.redis.commands.get.bind(b.redis.commands);
      let arrive = (): void => {};
      const arrival = new Promise<void>((resolve) => (arrive = resolve));
      jest.spyOn(b.redis.commands, 'get').mockImplementationOnce(async (key) => {
        const stored = await read(key);
        await arrival;
        return stored;
      });
      // Its own copy goes when it hears of the deletion: so it has heard of it.
      await b.cache.set('n', 'other', { v: 2 }, 60_000);
      const reading = b.cache.get('n', 'k');

      await a.cache.delete('n', ['k', 'other']);
      while ((await b.cache.get('n', 'other')) !== undefined) await delay(5);
      arrive();
      await reading;

      expect(await b.cache.get('n', 'k')).toBeUndefined();
    });

    it('should keep no copy when it could not hear what is void', async () => {
      const server = await startTestRedis();
      const cut = await startCacheProcess('t', server.url);
      await cut.cache.set('n', 'k', { v: 1 }, 60_000);
      await server.redis.del(cut.redis.key('cache', 'n', 'k'));

      await server.redis.client('KILL', 'TYPE', 'PUBSUB');

      // Well before its own copy would go.
      const deadline = Date.now() + 5_000;
      while ((await cut.cache.get('n', 'k')) !== undefined && Date.now() < deadline) await delay(5);
      expect(await cut.cache.get('n', 'k')).toBeUndefined();
      cut.stop();
      await server.stop();
    });

    it('should miss and not fail when Redis is away', async () => {
      a.redis.commands.disconnect();

      await a.cache.set('n', 'k', { v: 1 }, 60_000);
      expect(await a.cache.get('n', 'k')).toEqual({ v: 1 });
      expect(await a.cache.get('n', 'other')).toBeUndefined();
      expect(await a.cache.getOrLoad('n', 'new', life, async () => ({ v: 2 }))).toEqual({ v: 2 });
    });
  });

  describe('single flight', () => {
    it('should load once for many in several processes', async () => {
      const { load, finish } = slowLoad({ v: 1 });
      const asked = [a, b, a, b].map(({ cache }) => cache.getOrLoad('n', 'k', life, load));
      await delay(100);
      finish();

      expect(await Promise.all(asked)).toEqual(Array(4).fill({ v: 1 }));
      expect(load).toHaveBeenCalledTimes(1);
    });

    it('should let the next one work when the first one fails', async () => {
      const work = new EventEmitter();
      const first = a.cache.getOrLoad('n', 'k', life, async () => {
        work.emit('begun');
        await once(work, 'fail');
        throw new Error('no luck');
      });
      await once(work, 'begun');
      const second = b.cache.getOrLoad('n', 'k', life, async () => ({ v: 2 }));

      work.emit('fail');
      await expect(first).rejects.toThrow('no luck');
      expect(await second).toEqual({ v: 2 });
    });

    it('should let one who waits leave', async () => {
      const { load, finish } = slowLoad({ v: 1 });
      const first = a.cache.getOrLoad('n', 'k', life, load);
      while (load.mock.calls.length === 0) await delay(5);
      const leaving = new AbortController();
      const second = b.cache.getOrLoad('n', 'k', life, load, leaving.signal);
      await delay(50);
      leaving.abort();

      await expect(second).rejects.toThrow('aborted');
      finish();
      expect(await first).toEqual({ v: 1 });
    });

    it('should not keep what is of no use to others', async () => {
      const picky = { ...life, keepIf: ({ v }: { v: number }) => v > 1 };

      expect(await a.cache.getOrLoad('n', 'k', picky, async () => ({ v: 1 }))).toEqual({ v: 1 });
      expect(await a.cache.get('n', 'k')).toBeUndefined();
    });
  });

  describe('stale values', () => {
    it('should be served at once while one process makes a new one', async () => {
      await a.cache.set('n', 'k', { v: 1 }, stale);
      const { load, finish } = slowLoad({ v: 2 });

      expect(await a.cache.getOrLoad('n', 'k', life, load)).toEqual({ v: 1 });
      expect(await b.cache.getOrLoad('n', 'k', life, load)).toEqual({ v: 1 });
      finish();
      expect(await b.cache.loadOnce('n', 'k', life, load)).toEqual({ v: 2 });
      expect(await a.cache.get('n', 'k')).toEqual({ v: 2 });
      expect(load).toHaveBeenCalledTimes(1);
    });

    it('should be served when no new one can be made', async () => {
      await a.cache.set('n', 'k', { v: 1 }, stale);
      const failing = () => Promise.reject(new Error('down'));

      expect(await a.cache.getOrLoad('n', 'k', life, failing)).toEqual({ v: 1 });
      expect(await a.cache.getOrLoad('n', 'k', life, failing)).toEqual({ v: 1 });
      expect(await a.cache.get('n', 'k')).toBeUndefined();
    });
  });

  describe('answers', () => {
    const question: CachedQuestion = { userId: 'u1', message: '手机出口', language: 'zh', runtimeVersion: 'v1' };
    const { answer } = makeTurn('c');
    const cached: CachedAnswer = { runId: 'r1', answer, agentEvents: [{ author: 'agent' }] };
    const answersOf = ({ cache, redis }: CacheProcess, settings: NodeJS.ProcessEnv = {}) =>
      new AnswerCache(cache, redis, loadConfig(settings));

    it('should be found by anyone who asks the same', async () => {
      await answersOf(a).keep(question, cached);

      expect(await answersOf(b).find({ ...question, userId: 'u2', message: ' 手机出口？' })).toEqual(cached);
      expect(await answersOf(b).find({ ...question, language: 'en' })).toBeUndefined();
    });

    it('should be found by the user alone where files or context went into them', async () => {
      for (const personal of [{ files: ['sha'] }, { context: 'digest' }]) {
        await answersOf(a).keep({ ...question, ...personal }, cached);

        expect(await answersOf(b).find({ ...question, ...personal })).toEqual(cached);
        expect(await answersOf(b).find({ ...question, ...personal, userId: 'u2' })).toBeUndefined();
      }
    });

    it('should be worked out once by several workers', async () => {
      const { load, finish } = slowLoad(cached);
      const { signal } = new AbortController();
      const found = [a, b].map((process) =>
        answersOf(process).findOrWork(question, load as () => Promise<CachedAnswer>, signal),
      );
      await delay(100);
      finish();

      expect((await Promise.all(found)).filter(({ cacheHit }) => cacheHit)).toHaveLength(1);
      expect(load).toHaveBeenCalledTimes(1);
    });

    it('should not be kept when the run made files, which are its user’s alone', async () => {
      const artifact = { file_id: 'f', name: 'a.csv', media_type: 'text/csv', size: 1, url: '/f' };
      const withFile = { ...cached, answer: { ...answer, artifacts: [artifact] } };
      await answersOf(a).keep(question, withFile);
      const found = await answersOf(a).findOrWork(question, async () => withFile, new AbortController().signal);

      expect(found).toEqual({ ...withFile, cacheHit: false });
      expect(await answersOf(a).find(question)).toBeUndefined();
    });

    it('should be asked anew by one when they are stale, and given to the others meanwhile', async () => {
      const sut = answersOf(a, { AGENT_CACHE_TTL: '3' });
      await sut.keep(question, cached);
      await delay(3_050);

      expect(await Promise.all([1, 2, 3].map(() => sut.find(question)))).toEqual([undefined, cached, cached]);
      expect(await sut.findStale(question)).toEqual(cached);
    });

    it('should go when the user clears theirs, and only theirs', async () => {
      await answersOf(a).keep(question, cached);
      await answersOf(a).keep({ ...question, userId: 'u2', message: 'other' }, cached);
      await answersOf(b).find(question);

      expect(await answersOf(a).clear('u1')).toBe(1);
      expect(await answersOf(a).find(question)).toBeUndefined();
      expect(await answersOf(a).find({ ...question, message: 'other' })).toEqual(cached);
      expect(await answersOf(a).clear('u1')).toBe(0);
    });

    it('should be remembered as the user’s for no longer than they live', async () => {
      const sut = answersOf(a, { AGENT_CACHE_TTL: '1' });
      await sut.keep(question, cached);
      await delay(2_050);
      await sut.keep({ ...question, message: 'another' }, cached);

      expect(await sut.clear('u1')).toBe(1);
    });

    it('should neither be kept nor found when the cache is off', async () => {
      const sut = answersOf(a, { AGENT_ENABLE_CACHE: 'false' });
      await sut.keep(question, cached);

      expect(await sut.find(question)).toBeUndefined();
      expect(await answersOf(a).find(question)).toBeUndefined();
    });
  });
});
