import { type Request, type Response } from 'express';
import { RunDispatcher } from '../../src/agent/queue/run-dispatcher.js';
import { type RunQueue } from '../../src/agent/queue/run-queue.js';
import { MailAllowance } from '../../src/auth/accounts/mail-allowance.js';
import { RateLimits } from '../../src/auth/rate-limits/rate-limits.js';
import { newId } from '../../src/common/ids.js';
import { loadConfig } from '../../src/config/index.js';
import { RunLog } from '../../src/session/live/run-log.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { type CacheProcess, startCacheProcess } from './support/cache-process.js';

const CHUNK = { json: '{"type":"chunk"}', text: 'word ' };
const EVENT = { json: '{"type":"thinking"}' };
const LAST = [{ json: '{"type":"message"}' }, { json: '{"type":"done"}', final: true }];

/** Each call of a script costs Redis some microseconds beside what it does, and every run pays for them. */
describe('what the scripts call of Redis for a run', () => {
  // Redis counts what all its clients call.
  let server: TestRedis;
  let process: CacheProcess;
  let log: RunLog;
  let dispatcher: RunDispatcher;
  let limits: RateLimits;
  let mails: MailAllowance;
  let run: { runId: string; conversationId: string };

  beforeAll(async () => {
    server = await startTestRedis();
    process = await startCacheProcess('calls', server.url);
    const config = loadConfig({});
    log = new RunLog(process.redis, config);
    const queue = { add: async () => undefined } as unknown as RunQueue;
    dispatcher = new RunDispatcher(process.redis, queue, undefined as never, config);
    limits = new RateLimits(process.redis, config);
    // Made later on the same connection, as in the API: whoever counts there must not change what the others call.
    mails = new MailAllowance(process.redis, config);
  });
  beforeEach(() => {
    run = { runId: newId(), conversationId: newId() };
  });
  afterAll(async () => {
    process.stop();
    await server.stop();
  });

  /** How often each command was called meanwhile, but for those that call a script. */
  const callsOf = async (work: () => Promise<unknown>): Promise<Record<string, number>> => {
    await server.redis.config('RESETSTAT');
    await work();
    const figures = (await server.redis.info('commandstats')).matchAll(/cmdstat_(\w+):calls=(\d+)/g);
    const calls = [...figures].map(([, name = '', count]) => [name, Number(count)] as const);
    return Object.fromEntries(calls.filter(([name]) => !['eval', 'evalsha'].includes(name)));
  };
  const admit = (options?: { watched: boolean }) => log.admit(run, 'enqueue', '{"type":"queued"}', 0, options);
  const begun = async () => {
    await admit();
    await log.beginWith(run, 1, [EVENT]);
    await log.append(run, 1, [CHUNK], 2);
  };

  it('should be no more than this when it is let in', async () => {
    const calls = { hget: 1, rpush: 1, xrevrange: 1, xadd: 1, hset: 1, zadd: 1, pexpire: 3 };
    expect(await callsOf(() => admit({ watched: false }))).toEqual(calls);

    run = { ...run, runId: newId() };
    expect(await callsOf(() => admit())).toEqual({ ...calls, lpos: 1, exists: 1, publish: 1 });
  });

  it('should be no more than this when it says something first', async () => {
    await admit();

    expect(await callsOf(() => log.beginWith(run, 1, [EVENT]))).toEqual({
      hmget: 1,
      xrange: 1,
      xadd: 1,
      hset: 1,
      publish: 1,
    });
  });

  it('should be no more than this when it goes on, however many words it says at once', async () => {
    await begun();

    const calls = { hmget: 1, xadd: 1, append: 1, hset: 1, publish: 1 };
    expect(await callsOf(() => log.append(run, 1, [CHUNK], 3))).toEqual(calls);
    expect(await callsOf(() => log.append(run, 1, [CHUNK, CHUNK], 4))).toEqual({ ...calls, xadd: 2 });
  });

  it('should be no more than this when it asks whether Redis still has it', async () => {
    await begun();

    expect(await callsOf(() => log.append(run, 1, [], 3))).toEqual({ hmget: 1 });
  });

  it('should be no more than this when it ends with its last words', async () => {
    await begun();

    expect(await callsOf(() => log.close(run, 1, [CHUNK, ...LAST]))).toEqual({
      hmget: 1,
      xadd: 3,
      hset: 1,
      del: 1,
      zrem: 1,
      lrem: 1,
      lrange: 1,
      publish: 1,
    });
  });

  it('should be no more than this when it gets a place and gives it back', async () => {
    const placed = { id: newId(), userId: newId() };

    expect(await callsOf(() => dispatcher.dispatch(placed))).toEqual({ zadd: 1, zcount: 1, lrem: 1, pexpire: 1 });
    expect(await callsOf(() => dispatcher.release(placed))).toEqual({ zrem: 1, llen: 1, zrangebyscore: 1 });
  });

  it('should be no more than this when its request is counted', async () => {
    const response = { headersSent: true } as Response;
    const take = () => limits.take('anonymous', { ip: '192.0.2.1' } as Request, response);

    expect(await callsOf(take)).toEqual({ incrby: 1, expire: 1 });
    expect(await callsOf(take)).toEqual({ incrby: 1, pttl: 1 });
  });

  it('should be no more than this when a mail is counted', async () => {
    const use = () => mails.use('someone@example.org');

    expect(await callsOf(use)).toEqual({ incrby: 1, expire: 1 });
    expect(await callsOf(use)).toEqual({ incrby: 1, pttl: 1 });
  });
});
