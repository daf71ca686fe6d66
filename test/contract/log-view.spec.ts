import { randomUUID } from 'node:crypto';
import { newId } from '../../src/common/ids.js';
import { loadConfig } from '../../src/config/index.js';
import { LogView } from '../../src/session/live/log-view.js';
import { type LiveRun } from '../../src/session/live/live-run.js';
import { RunLog } from '../../src/session/live/run-log.js';
import { type CacheProcess, startCacheProcess } from './support/cache-process.js';

const LAST = [{ json: '{"type":"message"}' }, { json: '{"type":"done"}', final: true }];

describe('LogView', () => {
  let process: CacheProcess;
  let log: RunLog;
  let sut: LogView;
  let conversationId: string;

  beforeAll(async () => {
    process = await startCacheProcess(`t${randomUUID().slice(0, 8)}`);
    log = new RunLog(process.redis, loadConfig({}));
    sut = new LogView(process.redis);
  });
  beforeEach(() => {
    conversationId = newId();
  });
  afterAll(() => process.stop());

  const admit = async (): Promise<LiveRun> => {
    const run = { runId: newId(), conversationId };
    await log.admit(run, 'enqueue', '{"type":"queued"}', 0);
    return run;
  };
  const keyOfLog = async () =>
    (await process.redis.commands.keys(process.redis.key('*', 'log', conversationId)))[0] ?? '';
  const positions = async () =>
    (await process.redis.commands.xrange(await keyOfLog(), '-', '+')).map(([position]) => position);

  describe('attach', () => {
    it('should leave out no event and tell none twice, whenever runs follow one another meanwhile', async () => {
      const attachments: Awaited<ReturnType<LogView['attach']>>[] = [];
      let over = false;
      const handing = (async () => {
        let next = await admit();
        for (let turn = 0; turn < 100; turn += 1) {
          const run = next;
          next = await admit();
          await log.append(run, 1, [{ json: '{"type":"chunk"}', text: 'word' }]);
          await log.close(run, 1, LAST);
        }
        over = true;
      })();
      while (!over) attachments.push(await sut.attach(conversationId));
      await handing;

      const entries = await process.redis.commands.xrange(await keyOfLog(), '-', '+');
      const seqOf = (data = '') => (JSON.parse(data) as { seq: number }).seq;
      for (const { position, runs } of attachments) {
        const at = entries.findIndex(([each]) => each === position);
        const told = new Map(runs.map(({ runId, seq }) => [runId, seq]));
        for (const [, [, runId = '', , data]] of entries.slice(at + 1)) {
          expect(seqOf(data)).toBe((told.get(runId) ?? 0) + 1);
          told.set(runId, seqOf(data));
        }
      }
      expect(attachments.length).toBeGreaterThan(20);
    });

    it('should tell of the first twenty runs of a long line', async () => {
      const runs: LiveRun[] = [];
      for (let index = 0; index < 25; index += 1) runs.push(await admit());

      const told = await sut.attach(conversationId);

      expect(told.runs.map(({ runId }) => runId)).toEqual(runs.slice(0, 20).map(({ runId }) => runId));
    });
  });

  describe('endOf', () => {
    it('should tell where the last event stands once there is one, until the run is forgotten', async () => {
      const run = await admit();
      expect(await sut.endOf(run)).toBeUndefined();

      await log.close(run, 1, LAST);

      expect(await sut.endOf(run)).toBe((await positions()).at(-1));
      await log.forget(run);
      expect(await sut.endOf(run)).toBeUndefined();
    });
  });

  describe('holds', () => {
    it('should hold the beginning until something was dropped, and every position that is still there', async () => {
      expect(await sut.holds(conversationId, '0-0')).toBe(true);
      const run = await admit();
      await log.close(run, 1, LAST);
      const [first = '', ...rest] = await positions();
      expect(await sut.holds(conversationId, '0-0')).toBe(true);
      expect(await sut.holds(conversationId, first)).toBe(true);

      await process.redis.commands.xtrim(await keyOfLog(), 'MAXLEN', 2);

      expect(await sut.holds(conversationId, '0-0')).toBe(false);
      expect(await sut.holds(conversationId, first)).toBe(false);
      expect(await sut.holds(conversationId, rest[0] ?? '')).toBe(true);
    });
  });

  it('should see that a session has ended', async () => {
    expect((await sut.attach(conversationId)).ended).toBe(false);

    await log.endSession(conversationId);

    expect((await sut.attach(conversationId)).ended).toBe(true);
  });
});
