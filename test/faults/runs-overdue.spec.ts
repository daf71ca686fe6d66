import { type Gate } from '../fakes/stage/gate.js';
import { expectCompleteRun } from '../support/run-digest.js';
import { Cluster, kill } from './support/cluster.js';
import { WatchedRun, wordsOf } from './support/watched-run.js';

/** What the user allows, in seconds. */
const LIMIT = 8;

/** How much later a busy machine may be, and still far from the limit of every other run. */
const LATE = 12_000;
/** What a worker may take beyond it, and the two rounds in which it is noticed that there is none, in ms. */
const NOTICED_WITHIN = 10_000 + 2 * 4_000;

/** A run that stands in the middle of its answer. */
interface Held {
  readonly run: WatchedRun;
  readonly gate: Gate;
}

describe('a run beyond its time', () => {
  let cluster: Cluster;

  beforeAll(async () => {
    // No model call is given up before its run is: they are held for longer than the default.
    cluster = await Cluster.start({ settings: { AGENT_RUNNER_POOL_SIZE: '1', AGENT_TIMEOUT_SECONDS: '120' } });
  });
  afterAll(() => cluster.stop());

  const askAndHold = async (options: Record<string, unknown> = {}): Promise<Held> => {
    const scene = cluster.stage.scene();
    const gate = scene.hold('words');
    const run = await WatchedRun.ask(await cluster.user(), scene, options);
    await gate.reached;
    await run.stream.waitForType('chunk');
    return { run, gate };
  };
  const askBehind = ({ user, sessionId }: WatchedRun) =>
    WatchedRun.ask(user, cluster.stage.scene(), { session_id: sessionId });
  /** Asserts that it ended as timed out, for its watchers, in its record and in the history, with what was said by then. */
  const expectTimedOut = async (run: WatchedRun) => {
    const events = await run.over();
    expectCompleteRun(events);
    const [error, done] = events.slice(-2).map(({ data }) => data);
    expect(error).toMatchObject({ type: 'error', code: 'AGENT_TIMEOUT', retryable: true });
    expect(done).toMatchObject({ status: 'timed_out' });
    expect(await run.record()).toMatchObject({ status: 'timed_out', attempts: 1, error: { code: 'AGENT_TIMEOUT' } });
    expect(wordsOf(events)).not.toBe('');
    expect(await run.messages()).toMatchObject([
      { role: 'assistant', content: wordsOf(events), status: 'timed_out' },
      { role: 'user', content: run.scene.question },
    ]);
    expect({ calls: run.scene.calls, hits: run.scene.hits }).toEqual({ calls: ['route', 'plan', 'answer'], hits: 1 });
  };

  it('should be ended by its worker, with what there is of the answer, and free its session', async () => {
    const { run } = await askAndHold({ timeout_seconds: LIMIT });
    const behind = await askBehind(run);

    await expectTimedOut(run);

    expect((await run.record()).duration_ms).toBeLessThan(LIMIT * 1_000 + LATE);
    await behind.expectAnsweredOnce({ calls: 3, hits: 1, attempts: 1 });
  });

  describe('with a worker that is frozen or dead, and nobody has hands free to take it over', () => {
    let busy: Held;
    let held: Held[];
    let behind: WatchedRun[];

    beforeAll(async () => {
      busy = await askAndHold();
      const [frozen, dead] = await Promise.all([cluster.startWorker(), cluster.startWorker()]);
      // One for each of them.
      held = await Promise.all([askAndHold({ timeout_seconds: LIMIT }), askAndHold({ timeout_seconds: LIMIT })]);
      frozen.kill('SIGSTOP');
      await kill(dead);
      behind = await Promise.all(held.map(({ run }) => askBehind(run)));
    });

    it('should be ended by the one who reconciles', async () => {
      for (const { run } of held) {
        await expectTimedOut(run);

        expect((await run.record()).duration_ms).toBeLessThan(LIMIT * 1_000 + NOTICED_WITHIN + LATE);
      }
    });

    it('should stay as it ended when its worker wakes and its job is found, and have freed its session', async () => {
      const ends = await Promise.all(held.map(({ run }) => run.over()));

      cluster.workers.forEach((worker) => worker.kill('SIGCONT'));
      for (const { gate } of [busy, ...held]) gate.open();
      await busy.run.expectAnsweredOnce({ calls: 3, hits: 1, attempts: 1 });
      for (const run of behind) await run.expectAnsweredOnce({ calls: 3, hits: 1, attempts: 1 });

      for (const [index, { run }] of held.entries()) {
        const replay = await (await WatchedRun.watch(run.user, run.id)).toEnd();
        expect(replay.map(({ raw }) => raw)).toEqual(ends[index]?.map(({ raw }) => raw));
        await expectTimedOut(run);
      }
    });
  });
});
