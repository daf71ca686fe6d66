import { type Gate } from '../fakes/stage/gate.js';
import { type Step } from '../fakes/stage/scene.js';
import { Cluster, kill, POOL_SIZE } from './support/cluster.js';
import { eventually } from './support/eventually.js';
import { RowLock } from './support/row-lock.js';
import { type Cost, WatchedRun } from './support/watched-run.js';

/**
 * With the settings as they are shipped it takes some ten seconds on a machine that has time (`bench -- recovery`); what else could find
 * these runs, the limit on their time, needs longer than this.
 */
const RECOVERED_WITHIN = 28_000;

/** A run that was brought to a step, and what is to be cleared away once its worker is dead. */
interface Brought {
  readonly run: WatchedRun;
  /** What still happens to what the worker had asked for, while it can hear of nothing any more. */
  readonly unheard?: () => Promise<void>;
  readonly afterwards?: () => Promise<void>;
}

describe('a worker that is killed', () => {
  let cluster: Cluster;
  let killedAt: number;
  const brought = new Map<string, Brought>();

  /** By the name of the step: how a run comes to stand there, and what it may have cost when it is answered. */
  const steps: Readonly<Record<string, { bring: () => Promise<Brought>; cost: Cost }>> = {
    'when it has the job and has not begun': {
      bring: async () => {
        const user = await cluster.user();
        const ahead = cluster.stage.scene({ tool: false });
        const held = ahead.hold('route');
        const first = await WatchedRun.ask(user, ahead);
        const run = await WatchedRun.ask(user, cluster.stage.scene(), { session_id: first.sessionId });
        const lock = await RowLock.on(cluster.stores.postgres.url, 'runs', run.id);
        held.open();
        await lock.reached();
        return { run, afterwards: () => abandon(lock) };
      },
      cost: { calls: 3, hits: 1, attempts: 1 },
    },
    'in its first model call': {
      bring: () => bringTo('route'),
      cost: { calls: 1 + 3, hits: 1, attempts: 2 },
    },
    'while a tool runs': {
      bring: () => bringTo('page'),
      // What the tool had not yet returned is not known to anybody: only it is done again.
      cost: { calls: 2 + 3, hits: 2, attempts: 2 },
    },
    'when a tool result is recorded': {
      bring: () => bringTo('answer'),
      cost: { calls: 3 + 3, hits: 1, attempts: 2 },
    },
    'in the middle of the answer': {
      bring: async () => {
        const { run } = await bringTo('words');
        await run.stream.waitForType('chunk');
        return { run };
      },
      cost: { calls: 3 + 3, hits: 1, attempts: 2 },
    },
    'before the end is written': {
      bring: async () => {
        const { run, lock } = await bringBehind('runs');
        return { run, afterwards: () => abandon(lock) };
      },
      // Its answer was known by then, and is not worked out again.
      cost: { calls: 3, hits: 1, attempts: 2 },
    },
    'when the end is written and it has not heard of it': {
      bring: async () => {
        const { run, lock } = await bringBehind('runs');
        const written = async () => {
          await lock.release();
          await eventually('The end', async () => (await run.record()).status === 'succeeded');
        };
        return { run, unheard: written };
      },
      cost: { calls: 3, hits: 1, attempts: 1 },
    },
    'when the end is written, before the messages that are written with it': {
      bring: async () => {
        const { run, lock } = await bringBehind('conversations');
        return { run, afterwards: () => abandon(lock) };
      },
      // Neither is there, and the answer was known.
      cost: { calls: 3, hits: 1, attempts: 2 },
    },
    'when the watchers know the end, before it is settled': {
      bring: async () => {
        const { run, lock } = await bringBehind('runs');
        // What its tool returned is kept until it is settled.
        const settling = await RowLock.on(cluster.stores.postgres.url, 'run_effects', run.id);
        await lock.release();
        await settling.reached();
        return { run, afterwards: () => abandon(settling) };
      },
      cost: { calls: 3, hits: 1, attempts: 1 },
    },
    // The last one, as no other could be brought to its step while Redis takes no writes.
    'when the messages are written, before the watchers know the end': {
      bring: async () => {
        const { run, lock } = await bringBehind('runs');
        await cluster.redis.call('CLIENT', 'PAUSE', '20000', 'WRITE');
        await lock.release();
        await eventually('Both messages', async () => {
          const { rowCount } = await cluster.sql.query('SELECT 1 FROM messages WHERE run_id = $1', [run.id]);
          return rowCount === 2;
        });
        return { run, afterwards: async () => void (await cluster.redis.call('CLIENT', 'UNPAUSE')) };
      },
      cost: { calls: 3, hits: 1, attempts: 1 },
    },
  };
  const names = Object.keys(steps);
  const last = names.at(-1) as string;

  beforeAll(async () => {
    // The one who will take over has its hands full until then, so that all runs are the other's.
    cluster = await Cluster.start();
    const busy = await Promise.all(Array.from({ length: POOL_SIZE }, () => bringTo('route')));
    // One worker dies with a run at every step.
    const doomed = await cluster.startWorker({ AGENT_RUNNER_POOL_SIZE: '20', POSTGRES_POOL_SIZE: '20' });
    await Promise.all(names.filter((name) => name !== last).map(bring));
    await bring(last);
    doomed.kill('SIGSTOP');
    await Promise.all([...brought.values()].map(async ({ unheard }) => unheard?.()));
    killedAt = performance.now();
    await kill(doomed);
    await Promise.all([...brought.values()].map(async ({ afterwards }) => afterwards?.()));
    // It was also the one who reconciled.
    await cluster.redis.call('SET', 'tf:reconciler', 'the dead worker', 'XX', 'KEEPTTL');
    for (const { gate } of busy) gate.open();
  });
  afterAll(() => cluster.stop());

  it.each(names)('should lose nothing and repeat nothing: %s', async (name) => {
    const { run } = brought.get(name) as Brought;

    await run.expectAnsweredOnce(steps[name]?.cost as Cost, cluster.at(run.user));

    const attempts = run.stream.events.filter(({ data }) => data.type === 'retry');
    expect(attempts.map(({ data }) => [data.attempt, data.reason])).toEqual(
      steps[name]?.cost.attempts === 1 ? [] : [[2, 'INTERRUPTED']],
    );
  });

  it('should have been replaced for all of its runs before their time is over, and settled them', async () => {
    const ids = [...brought.values()].map(({ run }) => run.id);
    await eventually('Every run settled', async () => {
      const { rows } = await cluster.sql.query('SELECT 1 FROM runs WHERE id = ANY ($1) AND NOT settled', [ids]);
      return rows.length === 0;
    });

    expect(performance.now() - killedAt).toBeLessThan(RECOVERED_WITHIN);
  });

  async function bring(name: string): Promise<void> {
    brought.set(name, (await steps[name]?.bring()) as Brought);
  }

  async function bringTo(step: Step): Promise<Brought & { gate: Gate }> {
    const scene = cluster.stage.scene();
    const gate = scene.hold(step);
    const run = await WatchedRun.ask(await cluster.user(), scene);
    await gate.reached;
    return { run, gate };
  }

  /** Brings a run to where its worker waits to change its record, or to add to its conversation. */
  async function bringBehind(table: 'runs' | 'conversations'): Promise<{ run: WatchedRun; lock: RowLock }> {
    const scene = cluster.stage.scene();
    const gate = scene.hold('words');
    const run = await WatchedRun.ask(await cluster.user(), scene);
    await gate.reached;
    const lock = await RowLock.on(cluster.stores.postgres.url, table, await rowOf(run, table));
    gate.open();
    await lock.reached();
    return { run, lock };
  }

  async function rowOf(run: WatchedRun, table: 'runs' | 'conversations'): Promise<string> {
    if (table === 'runs') return run.id;
    const { rows } = await cluster.sql.query('SELECT conversation_id AS id FROM runs WHERE id = $1', [run.id]);
    return (rows[0] as { id: string }).id;
  }
});

/** What a dead worker had asked for dies with it. */
async function abandon(lock: RowLock): Promise<void> {
  await lock.dropWaiting();
  await lock.release();
}
