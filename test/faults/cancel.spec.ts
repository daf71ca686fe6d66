import { setTimeout as pause } from 'node:timers/promises';
import { ApiClient, registerUser } from '../support/api-client.js';
import { expectCompleteRun } from '../support/run-digest.js';
import { type Step } from '../fakes/stage/scene.js';
import { Cluster, kill } from './support/cluster.js';
import { WatchedRun, wordsOf } from './support/watched-run.js';

/** Milliseconds after the receipt; a tool that is not told to stop gives the page some seconds. */
const HUNG_UP_WITHIN = 2_000;

describe('POST /agent/runs/{id}/cancel', () => {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await Cluster.start();
  });
  afterAll(() => cluster.stop());

  const cancel = (run: WatchedRun, user: ApiClient = run.user) => user.post(`/agent/runs/${run.id}/cancel`);
  const askAndHold = async (step: Step, user?: ApiClient) => {
    const scene = cluster.stage.scene();
    const gate = scene.hold(step);
    const run = await WatchedRun.ask(user ?? (await cluster.user()), scene);
    await gate.reached;
    return { run, gate };
  };
  /** Another question in the same session: it is answered when nothing is at work there any more. */
  const askAfter = async (run: WatchedRun) => {
    const next = await WatchedRun.ask(run.user, cluster.stage.scene(), { session_id: run.sessionId });
    await next.expectAnsweredOnce({ calls: 3, hits: 1, attempts: 1 });
    return next;
  };
  /** Asserts that the run ended as cancelled, for its watchers and in the history, and cost no more than it had by then. */
  const expectCancelled = async (run: WatchedRun, cost: { calls: number; hits: number }, reason = 'user') => {
    const events = await run.over();
    expectCompleteRun(events);
    expect(events.at(-2)?.data).toMatchObject({ type: 'cancelled', reason });
    expect(events.at(-1)?.data).toMatchObject({ status: 'cancelled' });
    expect(await run.record()).toMatchObject({ status: 'cancelled' });
    expect(await run.messages()).toMatchObject([
      { role: 'assistant', content: wordsOf(events), status: 'cancelled' },
      { role: 'user', content: run.scene.question },
    ]);
    expect({ calls: run.scene.calls.length, hits: run.scene.hits }).toEqual(cost);
  };

  it.each<[string, Step, Step, { calls: number; hits: number }]>([
    ['in its first model call', 'route', 'route', { calls: 1, hits: 0 }],
    ['in the model call that asks for a tool', 'plan', 'plan', { calls: 2, hits: 0 }],
    ['while a tool runs', 'page', 'page', { calls: 2, hits: 1 }],
    ['in the model call that answers', 'answer', 'answer', { calls: 3, hits: 1 }],
    ['in the middle of the answer', 'words', 'answer', { calls: 3, hits: 1 }],
  ])(
    'should start nothing after the acknowledgement, and hang up what is under way: %s',
    async (...[, step, asked, cost]) => {
      const { run, gate } = await askAndHold(step);
      if (step === 'words') await run.stream.waitForType('chunk');

      const { status, json: receipt } = await cancel(run, cluster.at(run.user));
      const costThen = { calls: run.scene.calls.length, hits: run.scene.hits };
      const hungUp = await Promise.race([run.scene.left.get(asked)?.then(() => true), pause(HUNG_UP_WITHIN, false)]);
      gate.open();
      await askAfter(run);

      expect(status).toBe(200);
      expect(receipt).toEqual({
        run_id: run.id,
        status: 'cancelled',
        requested_at: expect.any(String),
        delivered: true,
        stopped_at: expect.any(String),
        already_over: false,
      });
      expect(Date.parse(receipt.stopped_at)).toBeGreaterThanOrEqual(Date.parse(receipt.requested_at));
      expect(hungUp).toBe(true);
      expect(costThen).toEqual(cost);
      await expectCancelled(run, cost);
    },
  );

  it('should keep what was said as a partial answer', async () => {
    const { run } = await askAndHold('words');
    await run.stream.waitForType('chunk');

    await cancel(run);

    const [answer] = await run.messages();
    expect(answer?.content).not.toBe('');
    expect(run.scene.answer.startsWith(answer?.content ?? '')).toBe(true);
  });

  it('should take a queued run out of its line without a model call, and leave the others in theirs', async () => {
    const { run: working, gate } = await askAndHold('route');
    const inLine = { session_id: working.sessionId };
    const queued = await WatchedRun.ask(working.user, cluster.stage.scene(), inLine);
    const behind = await WatchedRun.ask(working.user, cluster.stage.scene(), inLine);

    const { json: receipt } = await cancel(queued);
    gate.open();

    expect(receipt).toMatchObject({ status: 'cancelled', delivered: true, already_over: false });
    await expectCancelled(queued, { calls: 0, hits: 0 });
    await working.expectAnsweredOnce({ calls: 3, hits: 1, attempts: 1 });
    // One less: the conversation is with the specialist by now.
    await behind.expectAnsweredOnce({ calls: 2, hits: 1, attempts: 1 });
  });

  it('should be the same cancel when it comes many times, from any API process', async () => {
    const { run } = await askAndHold('answer');

    const receipts = await Promise.all(
      Array.from({ length: 10 }, (_unused, index) => cancel(run, index % 2 === 0 ? run.user : cluster.at(run.user))),
    );
    const { json: later } = await cancel(run);

    expect(new Set(receipts.map(({ json }) => json.requested_at)).size).toBe(1);
    for (const { json } of receipts) expect(json).toMatchObject({ status: 'cancelled', delivered: true });
    expect(later).toEqual({ ...receipts[0]?.json, already_over: true });
    await expectCancelled(run, { calls: 3, hits: 1 });
  });

  it('should answer one who waits for the run with RUN_CANCELLED', async () => {
    const scene = cluster.stage.scene();
    const gate = scene.hold('route');
    const user = await cluster.user();
    const waiting = user.ask(scene.question, { session_id: 'waited-for' });
    await gate.reached;
    const { json } = await user.get('/agent/runs?session_id=waited-for');

    const { json: receipt } = await user.post(`/agent/runs/${json.items[0].id}/cancel`);

    expect(receipt).toMatchObject({ status: 'cancelled', delivered: true, already_over: false });
    expect(await waiting).toMatchObject({ status: 409, json: { code: 'RUN_CANCELLED' } });
  });

  it('should leave a finished run as it is and say so', async () => {
    const run = await WatchedRun.ask(await cluster.user(), cluster.stage.scene());
    await run.over();

    const { status, json: receipt } = await cancel(run);

    expect(status).toBe(200);
    expect(receipt).toMatchObject({ status: 'succeeded', delivered: true, already_over: true });
    await run.expectAnsweredOnce({ calls: 3, hits: 1, attempts: 1 });
  });

  it('should be noticed all the same when its message is lost', async () => {
    const { run } = await askAndHold('route');

    await cluster.redis.call('ACL', 'SETUSER', 'default', '-publish');
    const { json: receipt } = await cancel(run);
    await cluster.redis.call('ACL', 'SETUSER', 'default', '+publish');

    expect(receipt).toMatchObject({ status: 'cancelled', delivered: true });
    await expectCancelled(run, { calls: 1, hits: 0 });
  });

  it('should be done by a question that interrupts: it is answered, and what it interrupts starts nothing more', async () => {
    const { run, gate } = await askAndHold('plan');
    const behind = await WatchedRun.ask(run.user, cluster.stage.scene(), { session_id: run.sessionId });

    const urgent = await WatchedRun.ask(run.user, cluster.stage.scene(), {
      session_id: run.sessionId,
      on_busy: 'interrupt',
    });
    gate.open();

    await urgent.expectAnsweredOnce({ calls: 3, hits: 1, attempts: 1 });
    await expectCancelled(run, { calls: 2, hits: 0 }, 'superseded');
    await expectCancelled(behind, { calls: 0, hits: 0 }, 'superseded');
  });

  it('should be done by the deletion of the account, after which nothing starts and nothing is left', async () => {
    const api = new ApiClient(cluster.apis[0]?.url);
    const account = await registerUser(api);
    const { run, gate } = await askAndHold('page', api.as(account));
    const behind = await WatchedRun.ask(run.user, cluster.stage.scene(), { session_id: run.sessionId });
    const { rows } = await cluster.sql.query('SELECT user_id AS id FROM runs WHERE id = $1', [run.id]);
    const left = async (table: string) =>
      (await cluster.sql.query(`SELECT FROM ${table} WHERE user_id = $1`, [rows[0].id])).rowCount;

    const { status } = await run.user.post('/auth/me/delete', { confirmation: account.password });
    const costThen = { calls: run.scene.calls.length, hits: run.scene.hits, behind: behind.scene.calls.length };
    const leftThen = await left('runs');
    const hungUp = await Promise.race([run.scene.left.get('page')?.then(() => true), pause(HUNG_UP_WITHIN, false)]);
    gate.open();
    // Whoever had been at work on it has had the time to go on.
    const other = await WatchedRun.ask(await cluster.user(), cluster.stage.scene());
    await other.expectAnsweredOnce({ calls: 3, hits: 1, attempts: 1 });

    expect({ status, hungUp }).toEqual({ status: 204, hungUp: true });
    expect(costThen).toEqual({ calls: 2, hits: 1, behind: 0 });
    expect({ calls: run.scene.calls.length, hits: run.scene.hits, behind: behind.scene.calls.length }).toEqual(
      costThen,
    );
    expect([leftThen, await left('runs')]).toEqual([0, 0]);
    await Promise.all([run.stream.toEnd(), behind.stream.toEnd()]);
  });

  // The last one, as it costs the worker.
  it('should tell the truth of a run whose worker is dead, and free its session when that is found out', async () => {
    const { run } = await askAndHold('words');
    await run.stream.waitForType('chunk');
    const waiting = await WatchedRun.ask(run.user, cluster.stage.scene(), { session_id: run.sessionId });
    await kill(cluster.workers[0]);

    const { json: receipt } = await cancel(run);
    await cluster.startWorker();

    expect(receipt).toEqual({
      run_id: run.id,
      status: 'running',
      requested_at: expect.any(String),
      delivered: false,
      already_over: false,
    });
    await expectCancelled(run, { calls: 3, hits: 1 });
    await waiting.expectAnsweredOnce({ calls: 3, hits: 1, attempts: 1 });
    expect((await cancel(run)).json).toMatchObject({ status: 'cancelled', delivered: true, already_over: true });
  });
});
