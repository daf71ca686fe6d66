import { callReply, type Reply, SILENCE } from '../fakes/gemini/gemini-replies.js';
import { type Scene } from '../fakes/stage/scene.js';
import { type ApiClient } from '../support/api-client.js';
import { expectCompleteRun } from '../support/run-digest.js';
import { Cluster, kill } from './support/cluster.js';
import { eventually } from './support/eventually.js';
import { RowLock } from './support/row-lock.js';
import { WatchedRun } from './support/watched-run.js';

const REPORT = {
  title: '水壶',
  formats: ['markdown'],
  sections: [{ heading: '概况', text: '由工具返回的内容编成。' }],
};
const FILE = { name: '水壶.md', media_type: 'text/markdown', size: expect.any(Number) };

/** What the model answers in each attempt: it hands over, then asks for the report, then answers in the scene's words. */
function reporting(call: number): Reply | undefined {
  if (call === 1) return callReply([{ name: 'transfer_to_agent', args: { agentName: 'sourcing_specialist' } }]);
  if (call === 2) return callReply([{ name: 'create_report', args: REPORT }]);
  return undefined;
}

describe('a file that a run has made', () => {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await Cluster.start({ apis: 1 });
  });
  afterAll(() => cluster.stop());

  const filesOf = async (user: ApiClient) => (await user.get('/files')).json.items;
  /** Asserts that the run's message lists one file, which its user has, once, and can download. */
  const expectOneFile = async (run: WatchedRun, status: string) => {
    const [answer] = (await run.messages()) as unknown as { status: string; artifacts: { file_id: string }[] }[];
    const files = await filesOf(run.user);
    expect(answer).toMatchObject({ status, artifacts: [FILE] });
    expect(files).toEqual([
      expect.objectContaining({ id: answer?.artifacts[0]?.file_id, origin: 'artifact', ...FILE }),
    ]);
    expect((await run.user.get(`/files/${files[0].id}/content`)).text).toContain('# 水壶');
    const { rows } = await cluster.sql.query(
      'SELECT (SELECT count(*)::int FROM file_contents c WHERE c.user_id = f.user_id) AS contents FROM files f WHERE id = $1',
      [files[0].id],
    );
    expect(rows).toEqual([{ contents: 1 }]);
  };
  /** Brings a run to where its worker has saved the file and waits to enter into the ledger what the tool returned. */
  const bringBehindLedger = async (scene: Scene): Promise<{ run: WatchedRun; lock: RowLock }> => {
    const [transfer, report] = [scene.hold('route'), scene.hold('plan')];
    const run = await WatchedRun.ask(await cluster.user(), scene);
    transfer.open();
    await report.reached;
    const lock = await RowLock.on(cluster.stores.postgres.url, 'runs', run.id);
    report.open();
    await lock.reached();
    expect(await filesOf(run.user)).toHaveLength(1);
    return { run, lock };
  };

  it('should be listed with what was said when the run is cancelled', async () => {
    const scene = cluster.stage.scene({ instead: reporting });
    const words = scene.hold('words');
    const run = await WatchedRun.ask(await cluster.user(), scene);
    await words.reached;

    await run.user.post(`/agent/runs/${run.id}/cancel`);

    expectCompleteRun(await run.over());
    await expectOneFile(run, 'cancelled');
  });

  describe('when the run is beyond its time', () => {
    let spoken: WatchedRun;
    let silent: ReturnType<ApiClient['ask']>;

    /** Both at once, as nothing can be done meanwhile but wait. */
    beforeAll(async () => {
      const limit = { timeout_seconds: 10 };
      const mute = cluster.stage.scene({ instead: (call) => reporting(call) ?? SILENCE });
      const scene = cluster.stage.scene({ instead: reporting });
      const words = scene.hold('words');
      silent = (await cluster.user()).ask(mute.question, limit);
      spoken = await WatchedRun.ask(await cluster.user(), scene, limit);
      await words.reached;
    });

    it('should be listed with what was said', async () => {
      expectCompleteRun(await spoken.over());
      await expectOneFile(spoken, 'timed_out');
    });

    it('should be the answer to one who waits when no word was said', async () => {
      const { status, json } = await silent;

      expect(status).toBe(200);
      expect(json).toMatchObject({ status: 'timed_out', content: '', artifacts: [FILE] });
    });
  });

  describe('when its worker is killed before the ledger knows of it', () => {
    const other = { ...REPORT, title: '茶壶' };
    const scripts = {
      same: (call: number) => reporting(call <= 2 ? call : call - 2),
      other: (call: number) =>
        call === 4 ? callReply([{ name: 'create_report', args: other }]) : reporting(call <= 2 ? call : call - 2),
      cancelled: reporting,
    };
    const runs = new Map<keyof typeof scripts, WatchedRun>();
    const runOf = (script: keyof typeof scripts) => runs.get(script) as WatchedRun;

    /** One death for all, as it is noticed only after some seconds. */
    beforeAll(async () => {
      const locks: RowLock[] = [];
      for (const [script, instead] of Object.entries(scripts) as [keyof typeof scripts, typeof reporting][]) {
        const { run, lock } = await bringBehindLedger(cluster.stage.scene({ instead }));
        runs.set(script, run);
        locks.push(lock);
      }
      await kill(cluster.workers.at(-1));
      for (const lock of locks) {
        await lock.dropWaiting();
        await lock.release();
      }
      const cancelled = runOf('cancelled');
      await cancelled.user.post(`/agent/runs/${cancelled.id}/cancel`);
      await cluster.startWorker();
    });

    it('should be the one of the answer', async () => {
      const run = runOf('same');

      const events = await run.over();

      expectCompleteRun(events);
      const told = events.filter(({ data }) => data.type === 'artifact');
      expect(told).toHaveLength(1);
      expect(events.at(-2)?.data).toMatchObject({ type: 'message', artifacts: [FILE] });
      expect(await run.record()).toMatchObject({ status: 'succeeded', attempts: 2 });
      await expectOneFile(run, 'succeeded');
    });

    it('should go when the answer of the next attempt is made with another', async () => {
      const run = runOf('other');

      const events = await run.over(40_000);

      expect(events.at(-2)?.data).toMatchObject({ type: 'message', artifacts: [{ name: '茶壶.md' }] });
      await eventually('One file', async () => (await filesOf(run.user)).length === 1);
      expect(await filesOf(run.user)).toMatchObject([{ name: '茶壶.md' }]);
    });

    it('should be listed when the run was cancelled', async () => {
      const run = runOf('cancelled');

      expectCompleteRun(await run.over());
      await expectOneFile(run, 'cancelled');
    });
  });
});
