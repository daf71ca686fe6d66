import { randomUUID } from 'node:crypto';
import { newId } from '../../src/common/ids.js';
import { loadConfig } from '../../src/config/index.js';
import { type LiveRun } from '../../src/session/live/live-run.js';
import { RunLog } from '../../src/session/live/run-log.js';
import { SessionKeys } from '../../src/session/live/session-keys.js';
import { type CacheProcess, startCacheProcess } from './support/cache-process.js';

const RETENTION = 60_000;
/** What real time may have passed. */
const SPENT = 5_000;

describe('the life of a log', () => {
  let process: CacheProcess;
  let sut: RunLog;

  beforeAll(async () => {
    process = await startCacheProcess(`t${randomUUID().slice(0, 8)}`);
    sut = new RunLog(process.redis, loadConfig({ STREAM_RETENTION_SECONDS: String(RETENTION / 1_000) }));
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => process.stop());

  it('should be as long as promised after an event that comes just before it is renewed', async () => {
    const run = { runId: newId(), conversationId: newId() };
    const keys = new SessionKeys(process.redis);
    const all = [keys.log(run.conversationId), keys.run(run.conversationId, run.runId)];
    const left = async () => Math.min(...(await Promise.all(all.map((key) => process.redis.commands.pttl(key)))));
    const now = Date.now();
    const clock = jest.spyOn(Date, 'now').mockReturnValue(now);
    await sut.admit(run, 'enqueue', '{"type":"queued"}', 0);
    const given = await left();
    // Redis' own clock goes on meanwhile as it does: by it nothing would come near its end.
    const half = Math.floor(given / 2);
    await Promise.all(all.map((key) => process.redis.commands.pexpire(key, half)));

    let unrenewed = 0;
    for (let passed = 1_000; (await left()) <= half; passed += 1_000) {
      unrenewed = passed - 1_000;
      clock.mockReturnValue(now + passed);
      await sut.append(run, 1, [{ json: '{"type":"thinking"}' }]);
    }

    expect(unrenewed).toBeGreaterThan(0);
    expect(given - unrenewed).toBeGreaterThan(RETENTION - SPENT);
  });

  it('should not end for what waits, as long as it is admitted again now and then', async () => {
    const conversationId = newId();
    const [working, waiting] = [newId(), newId()].map((runId) => ({ runId, conversationId })) as [LiveRun, LiveRun];
    const admit = (run: LiveRun) => sut.admit(run, 'enqueue', '{"type":"queued"}', 0);
    await admit(working);
    await admit(waiting);
    const keys = new SessionKeys(process.redis);
    const all = [keys.line(conversationId), keys.log(conversationId), keys.run(conversationId, waiting.runId)];
    await Promise.all(all.map((key) => process.redis.commands.pexpire(key, SPENT)));

    expect(await admit(waiting)).toMatchObject({ admitted: true, ahead: 1 });

    const lives = await Promise.all(all.map((key) => process.redis.commands.pttl(key)));
    expect(Math.min(...lives)).toBeGreaterThan(RETENTION - SPENT);
  });

  it('should let nobody back into the line who is over', async () => {
    const run = { runId: newId(), conversationId: newId() };
    await sut.admit(run, 'enqueue', '{"type":"queued"}', 0);
    await sut.close(run, 1, [{ json: '{"type":"done"}', final: true }]);

    expect(await sut.admit(run, 'enqueue', '{"type":"queued"}', 0)).toEqual({ admitted: false, because: 'over' });
    expect(await sut.line(run.conversationId)).toEqual([]);
  });
});
