import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type ApiClient, type ApiResponse } from '../support/api-client.js';
import { type Step } from '../fakes/stage/scene.js';
import { expectCompleteRun } from '../support/run-digest.js';
import { Cluster } from './support/cluster.js';
import { eventually } from './support/eventually.js';
import { WatchedRun } from './support/watched-run.js';

const UNAVAILABLE = {
  status: 503,
  json: { code: 'DEPENDENCY_UNAVAILABLE', status: 503, retry_after: expect.any(Number) },
};

/** Milliseconds beyond which every lock of a job has expired (6 s) and every short connection was given up (8 s). */
const FROZEN_FOR = 9_000;

describe('when a store fails in mid-run', () => {
  let cluster: Cluster;

  beforeAll(async () => {
    // Two workers with two hands each: four runs keep both of them at work. No model call is given up while it is held.
    const settings = { AGENT_RUNNER_POOL_SIZE: '2', AGENT_TIMEOUT_SECONDS: '120' };
    cluster = await Cluster.start({ durable: true, workers: 2, settings });
  });
  afterAll(() => cluster.stop());

  const askAndHold = async (step: Step) => {
    const scene = cluster.stage.scene();
    const gate = scene.hold(step);
    const run = await WatchedRun.ask(await cluster.user(), scene);
    await gate.reached;
    return { run, gate };
  };
  const askInVain = (user: ApiClient): Promise<ApiResponse> =>
    user.ask(`lost ${randomUUID()}`, {}, { headers: { prefer: 'respond-async' } });
  const alive = async () => {
    const answers = await Promise.all(cluster.apis.map((api) => fetch(`${api.url}/health/liveness`)));
    return answers.map(({ status }) => status);
  };
  const recorded = ({ id }: WatchedRun) =>
    eventually('The record of the end', async () => {
      const { rowCount } = await cluster.sql.query("SELECT FROM runs WHERE id = $1 AND status = 'succeeded'", [id]);
      return rowCount === 1;
    });
  /** Every process takes work again, without having been started again. */
  const healed = async () => {
    const servers = [...cluster.apis, ...cluster.workers];
    for (const server of servers) {
      await eventually(`${server.role} ready again`, async () =>
        fetch(`${server.url}/health/readiness`).then(
          ({ ok }) => ok,
          () => false,
        ),
      );
    }
    expect(await Promise.race([...servers.map(({ exited }) => exited), Promise.resolve('running')])).toBe('running');
  };

  describe.each(['redis', 'postgres'] as const)('%s is killed and comes back', (store) => {
    it('should finish what was accepted, answer new questions with 503, and heal', async () => {
      const user = await cluster.user();
      const [quiet, working, speaking] = [
        await askAndHold('route'),
        await askAndHold('page'),
        await askAndHold('words'),
      ];
      const behind = await WatchedRun.ask(speaking.run.user, cluster.stage.scene(), {
        session_id: speaking.run.sessionId,
      });
      const before = await countRuns();

      cluster.stores[store].process.kill('SIGKILL');
      await cluster.stores[store].process.exited;
      const refused = await Promise.all(cluster.apis.map((api) => askInVain(user.at(api.url))));
      // Workers get to their ends while there is nothing to write them to.
      for (const { gate } of [quiet, working, speaking]) gate.open();
      const living = await alive();
      await cluster.stores.restart(store);

      for (const answer of refused) expect(answer).toMatchObject(UNAVAILABLE);
      expect(living).toEqual([200, 200]);
      for (const { run } of [quiet, working, speaking]) {
        await run.expectAnsweredOnce({ calls: 3, hits: 1, attempts: 1 }, cluster.at(run.user));
      }
      // One less: the conversation is with the specialist by now.
      await behind.expectAnsweredOnce({ calls: 2, hits: 1, attempts: 1 });
      await healed();
      const next = await WatchedRun.ask(user, cluster.stage.scene());
      await next.expectAnsweredOnce({ calls: 3, hits: 1, attempts: 1 });
      // What was refused has left nothing behind.
      expect(await countRuns()).toBe(before + 1);
    });
  });

  it('should finish what was accepted when Redis loses everything', async () => {
    const [quiet, speaking] = [await askAndHold('route'), await askAndHold('words')];
    await speaking.run.stream.waitForType('chunk');
    const behind = await WatchedRun.ask(quiet.run.user, cluster.stage.scene(), {
      session_id: quiet.run.sessionId,
    });
    await behind.stream.waitForType('queued');

    await cluster.redis.flushall();
    // Before the worker, or anybody, has written back that the session has a run at work.
    const late = await WatchedRun.ask(speaking.run.user, cluster.stage.scene(), {
      session_id: speaking.run.sessionId,
    });

    await quiet.run.expectAnsweredOnce({ calls: 1 + 3, hits: 1, attempts: 2 }, cluster.at(quiet.run.user));
    await speaking.run.expectAnsweredOnce({ calls: 3 + 3, hits: 1, attempts: 2 }, cluster.at(speaking.run.user));
    // Nobody worked on this one, so nobody could write its events back: it begins anew and says so.
    const [queued, gap, ...anew] = await behind.over();
    expect([queued, gap].map((event) => event?.data.type)).toEqual(['queued', 'gap']);
    expectCompleteRun(anew);
    expect(anew.at(-2)?.data).toMatchObject({ type: 'message', content: behind.scene.answer });
    expect(await behind.messages()).toHaveLength(2);
    expect({ calls: behind.scene.calls, hits: behind.scene.hits }).toEqual({ calls: ['plan', 'answer'], hits: 1 });
    await late.expectAnsweredOnce({ calls: 2, hits: 1, attempts: 1 });
    const [first, second] = await Promise.all([speaking.run, late].map(({ id }) => lifeOf(id)));
    expect(second?.begun.getTime()).toBeGreaterThanOrEqual(first?.ended.getTime() ?? Infinity);
    await healed();
  });

  it('should finish what was accepted when Redis is frozen for so long that both workers lose their runs', async () => {
    const [quiet, planning, speaking, ending] = [
      await askAndHold('route'),
      await askAndHold('plan'),
      await askAndHold('words'),
      await askAndHold('words'),
    ];
    const taken = [quiet, planning, speaking];
    // The second attempts stop, too, so that the first ones are surely not those that answer.
    const again = taken.map(({ run }) => run.scene.hold('words'));
    const behind = await WatchedRun.ask(speaking.run.user, cluster.stage.scene(), {
      session_id: speaking.run.sessionId,
    });
    const user = await cluster.user();
    const before = await countRuns();

    cluster.stores.redis.process.kill('SIGSTOP');
    try {
      const thaw = pause(FROZEN_FOR);
      // It comes to its end, and nobody can be told.
      ending.gate.open();
      const refused = await Promise.all(cluster.apis.map((api) => askInVain(user.at(api.url))));
      for (const answer of refused) expect(answer).toMatchObject(UNAVAILABLE);
      await Promise.all([thaw, recorded(ending.run)]);
      expect(await alive()).toEqual([200, 200]);
    } finally {
      cluster.stores.redis.process.kill('SIGCONT');
    }
    await Promise.all(again.map(({ reached }) => reached));
    for (const { gate } of taken) gate.open();
    for (const gate of again) gate.open();

    await quiet.run.expectAnsweredOnce({ calls: 1 + 3, hits: 1, attempts: 2 }, cluster.at(quiet.run.user));
    await planning.run.expectAnsweredOnce({ calls: 2 + 3, hits: 1, attempts: 2 }, cluster.at(planning.run.user));
    await speaking.run.expectAnsweredOnce({ calls: 3 + 3, hits: 1, attempts: 2 }, cluster.at(speaking.run.user));
    await ending.run.expectAnsweredOnce({ calls: 3, hits: 1, attempts: 1 }, cluster.at(ending.run.user));
    await behind.expectAnsweredOnce({ calls: 2, hits: 1, attempts: 1 });
    await healed();
    expect(await countRuns()).toBe(before);
  });

  it('should end when it is told to while Redis is away: each process', async () => {
    const ending = await Promise.all([cluster.startApi(), cluster.startWorker()]);
    cluster.apis.pop();
    cluster.workers.pop();
    cluster.stores.redis.process.kill('SIGKILL');
    await cluster.stores.redis.process.exited;
    // Their connections are being made again by then, which is when a library may wait for ever.
    await eventually('Redis is missed', async () => (await ending[0].logText()).includes('is not reachable'));

    for (const server of ending) server.kill('SIGTERM');

    const exits = await Promise.all(ending.map(({ exited }) => exited));
    expect(exits).toEqual(ending.map(() => ({ code: null, signal: 'SIGTERM' })));
    await cluster.stores.restart('redis');
    await healed();
  });

  async function lifeOf(runId: string): Promise<{ begun: Date; ended: Date }> {
    const { rows } = await cluster.sql.query(
      'SELECT started_at AS begun, finished_at AS ended FROM runs WHERE id = $1',
      [runId],
    );
    return rows[0] as { begun: Date; ended: Date };
  }

  async function countRuns(): Promise<number> {
    const { rows } = await cluster.sql.query('SELECT count(*)::integer AS count FROM runs');
    return (rows[0] as { count: number }).count;
  }
});
