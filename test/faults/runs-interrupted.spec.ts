import { setTimeout as pause } from 'node:timers/promises';
import { type Gate } from '../fakes/stage/gate.js';
import { type Step } from '../fakes/stage/scene.js';
import { type ServerProcess } from '../support/processes.js';
import { expectCompleteRun } from '../support/run-digest.js';
import { Cluster, kill, POOL_SIZE } from './support/cluster.js';
import { eventually } from './support/eventually.js';
import { type Cost, WatchedRun } from './support/watched-run.js';

/** Milliseconds in which one who wakes goes on with an answer that has come meanwhile. */
const A_MOMENT = 1_000;

/** Milliseconds in which a worker hears that a lock is not its own any more, however busy the machine is. */
const HUNG_UP_WITHIN = 20_000;

/** A run that stands at a gate. */
interface Held {
  readonly run: WatchedRun;
  readonly gate: Gate;
}

/** A run whose first attempt stands at one gate and whose second will stand at another. */
interface TwiceHeld {
  readonly run: WatchedRun;
  readonly first: Gate;
  readonly second: Gate;
}

describe('runs that are interrupted', () => {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await Cluster.start({
      // Fewer attempts and a shorter grace than by default, only so that the poisonous run and the hand-over take less time.
      // And no model call is given up while it is held.
      settings: { AGENT_MAX_RETRIES: '1', SHUTDOWN_GRACE_SECONDS: '10', AGENT_TIMEOUT_SECONDS: '120' },
    });
  });
  afterAll(() => cluster.stop());

  describe('by a worker that freezes and wakes while another has its runs', () => {
    let poison: WatchedRun;
    let robbed: { run: WatchedRun; hungUp: boolean };
    const frozenAt = new Map<Step, TwiceHeld>();

    beforeAll(async () => {
      // The one who will take over has its hands full until then, so that all runs are the other's.
      const [other] = cluster.workers as [ServerProcess];
      const busy = await Promise.all(Array.from({ length: POOL_SIZE }, () => hold('route')));
      const frozen = await cluster.startWorker();
      for (const [step, next] of [
        ['words', 'words'],
        ['route', 'answer'],
        ['plan', 'answer'],
        ['page', 'answer'],
      ] as const) {
        frozenAt.set(step, await holdTwice(step, next));
      }
      const poisonous = await holdTwice('route', 'route');
      poison = poisonous.run;
      const heldTwice = [...frozenAt.values(), poisonous];

      frozen.kill('SIGSTOP');
      const [victim, ...others] = busy as [Held, ...Held[]];
      for (const { gate } of others) gate.open();
      [robbed] = await Promise.all([rob(victim), ...heldTwice.map(({ second }) => second.reached)]);
      // It wakes to what it waited for, and Redis does not tell it yet that its runs are another's.
      for (const { first } of heldTwice) first.open();
      cluster.stores.redis.process.kill('SIGSTOP');
      const woken = Date.now();
      frozen.kill('SIGCONT');
      await pause(A_MOMENT);
      cluster.stores.redis.process.kill('SIGCONT');
      await letGoOfItsRuns(woken);
      for (const { second } of frozenAt.values()) second.open();
      await Promise.all([robbed, ...frozenAt.values()].map(({ run }) => run.over()));
      // The second worker that the poisonous run costs.
      await kill(other);
    });

    it.each<[string, Step, Cost]>([
      ['in the middle of the answer', 'words', { calls: 3 + 3, hits: 1, attempts: 2 }],
      ['in its first model call', 'route', { calls: 1 + 3, hits: 1, attempts: 2 }],
      ['in the model call that asks for a tool', 'plan', { calls: 2 + 3, hits: 1, attempts: 2 }],
      ['while a tool runs', 'page', { calls: 2 + 3, hits: 2, attempts: 2 }],
    ])('should have nothing written, called or started by it after it woke: %s', async (_name, step, cost) => {
      const { run } = frozenAt.get(step) as TwiceHeld;

      await run.expectAnsweredOnce(cost);

      expect(run.stream.events.filter(({ data }) => data.type === 'retry')).toHaveLength(1);
    });

    it('should be broken off by a worker that lost its hold, though it never froze, as soon as it hears so', async () => {
      const { run, hungUp } = robbed;

      expect(hungUp).toBe(true);
      await run.expectAnsweredOnce({ calls: 1 + 3, hits: 1, attempts: 2 });
    });

    it('should end as failed when the attempts are used up', async () => {
      const events = await poison.over();

      expectCompleteRun(events);
      expect(events.at(-2)?.data).toMatchObject({ type: 'error', code: 'RUN_ATTEMPTS_EXHAUSTED', retryable: true });
      expect(await poison.record()).toMatchObject({ status: 'failed', error: { code: 'RUN_ATTEMPTS_EXHAUSTED' } });
      expect(poison.scene.calls).toEqual(['route', 'route']);
      expect(await poison.messages()).toMatchObject([
        { role: 'assistant', content: '', status: 'failed' },
        { role: 'user', content: poison.scene.question },
      ]);
    });
  });

  describe('by a queue that gives one anew to the worker that has it still', () => {
    it('should be begun anew when that has let go of it, and not be lost to a third attempt', async () => {
      const { run, gate } = await hold('route');
      const hungUp = run.scene.left.get('route');
      const again = run.scene.hold('route');

      await giveAnew(run);
      await Promise.all([hungUp, again.reached]);

      await expectHeld(run);
      gate.open();
      again.open();
      await run.expectAnsweredOnce({ calls: 1 + 3, hits: 1, attempts: 2 });
    });
  });

  describe('by a worker that is asked to stop', () => {
    const handedBack = new Map<Step, WatchedRun>();
    let drained: WatchedRun;
    let exit: Awaited<ServerProcess['exited']>;

    beforeAll(async () => {
      await Promise.all(cluster.workers.map(kill));
      const stopping = await cluster.startWorker();
      for (const step of ['words', 'answer'] as const) {
        const scene = cluster.stage.scene();
        const gate = scene.hold(step);
        handedBack.set(step, await WatchedRun.ask(await cluster.user(), scene));
        await gate.reached;
      }
      const last = cluster.stage.scene();
      const gate = last.hold('words');
      drained = await WatchedRun.ask(await cluster.user(), last);
      await gate.reached;
      await cluster.startWorker();

      stopping.kill('SIGTERM');
      gate.open();
      exit = await stopping.exited;
    });

    it('should be finished by it when they are done within the grace', async () => {
      await drained.expectAnsweredOnce({ calls: 3, hits: 1, attempts: 1 });

      expect(drained.stream.events.map(({ data }) => data.type)).not.toContain('retry');
    });

    it.each<[string, Step]>([
      ['in the middle of the answer', 'words'],
      ['when a tool result is recorded', 'answer'],
    ])('should be handed over at once, the attempt not counted, the tool result kept: %s', async (_name, step) => {
      const run = handedBack.get(step) as WatchedRun;

      await run.expectAnsweredOnce({ calls: 3 + 3, hits: 1, attempts: 1 });

      const retries = run.stream.events.filter(({ data }) => data.type === 'retry');
      expect(retries.map(({ data }) => [data.attempt, data.reason])).toEqual([[1, 'INTERRUPTED']]);
    });

    it('should leave behind a process that ended by itself, as asked', () => {
      expect(exit).toEqual({ code: null, signal: 'SIGTERM' });
    });
  });

  async function hold(step: Step): Promise<Held> {
    const scene = cluster.stage.scene();
    const gate = scene.hold(step);
    const run = await WatchedRun.ask(await cluster.user(), scene);
    await gate.reached;
    return { run, gate };
  }

  /**
   * The queue takes the run, which stands in its first model call, for a dead worker's and gives its lock to another, who has not begun it:
   * nothing but the lock tells. When the call was hung up, the other is gone, too.
   */
  async function rob({ run, gate }: Held): Promise<{ run: WatchedRun; hungUp: boolean }> {
    const lock = await lockOf(run);
    await cluster.redis.set(lock, 'of-another', 'PX', 2 * HUNG_UP_WITHIN);
    const hungUp = await Promise.race([
      run.scene.left.get('route')?.then(() => true),
      pause(HUNG_UP_WITHIN, false, { ref: false }),
    ]);
    await cluster.redis.del(lock);
    gate.open();
    return { run, hungUp: hungUp === true };
  }

  /** As the queue does where a lock has expired, but at once. */
  async function giveAnew(run: WatchedRun): Promise<void> {
    const lock = await lockOf(run);
    const job = `run-${run.id}`;
    const queue = lock.slice(0, lock.indexOf(`:${job}`));
    const given = cluster.redis.multi().del(lock).lrem(`${queue}:active`, 0, job).rpush(`${queue}:wait`, job);
    await given.zadd(`${queue}:marker`, 0, '0').exec();
  }

  /** Asserts that its lock is renewed. */
  async function expectHeld(run: WatchedRun): Promise<void> {
    const lock = await lockOf(run);
    const left = await cluster.redis.pttl(lock);
    await eventually('A renewal of the lock', async () => (await cluster.redis.pttl(lock)) > left);
  }

  async function lockOf(run: WatchedRun): Promise<string> {
    const [lock] = await cluster.redis.keys(`*:run-${run.id}:lock`);
    if (lock === undefined) throw new Error(`Nobody holds ${run.id}`);
    return lock;
  }

  async function holdTwice(step: Step, next: Step): Promise<TwiceHeld> {
    const { run, gate: first } = await hold(step);
    return { run, first, second: run.scene.hold(next) };
  }

  /** Resolves when a worker has said since then that it works on nothing. */
  async function letGoOfItsRuns(since: number): Promise<void> {
    await eventually('A sign of life without runs', async () => {
      const beats = await cluster.redis.hvals('tf:workers');
      return beats
        .map((beat) => JSON.parse(beat) as { active_runs: number; last_beat_at: string })
        .some((beat) => beat.active_runs === 0 && Date.parse(beat.last_beat_at) > since);
    });
  }
});
