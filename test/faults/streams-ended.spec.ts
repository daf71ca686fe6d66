import { EventSource } from 'eventsource';
import { type ApiClient } from '../support/api-client.js';
import { openSse, type SseEvent } from '../support/sse-client.js';
import { Cluster } from './support/cluster.js';
import { WatchedRun, wordsOf } from './support/watched-run.js';

/** What was said when a run is stopped. */
const HALF = 'What was said so far, ';

const dataOf = (events: readonly SseEvent[]) => events.map(({ data }) => data);

describe('streams that have nothing more to tell', () => {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await Cluster.start();
  });
  afterAll(() => cluster.stop());

  const askAndHold = async () => {
    const scene = cluster.stage.scene({ pieces: [HALF, 'and the rest.'] });
    const gate = scene.hold('words');
    const run = await WatchedRun.ask(await cluster.user(), scene);
    await gate.reached;
    await run.stream.waitFor(() => wordsOf(run.stream.events) === HALF);
    return { run, gate };
  };
  const conversationOf = async (run: WatchedRun): Promise<string> => {
    const { rows } = await cluster.sql.query('SELECT conversation_id AS id FROM runs WHERE id = $1', [run.id]);
    return (rows[0] as { id: string }).id;
  };
  /** That follows on the last event within milliseconds, and long before anything expires. */
  const untilSettled = async (run: WatchedRun) => {
    const settled = () => cluster.sql.query('SELECT 1 FROM runs WHERE id = $1 AND settled', [run.id]);
    while ((await settled()).rows.length === 0);
  };
  const keyOf = async (pattern: string) => (await cluster.redis.keys(pattern))[0] as string;
  const resumed = (user: ApiClient, run: WatchedRun, lastEventId?: string) =>
    user.get(`/agent/runs/${run.id}/events`, { headers: { 'last-event-id': lastEventId ?? '' } });

  it.each([
    ['log and run have expired', true],
    ['the run has expired, and others keep the log alive', false],
  ])('should tell the end from the record once, and then no more, when %s', async (_what, logIsGone) => {
    const run = await WatchedRun.ask(await cluster.user(), cluster.stage.scene());
    const whole = await run.over();
    await untilSettled(run);
    await cluster.redis.del(await keyOf(`*:run:${run.id}`));
    if (logIsGone) await cluster.redis.del(await keyOf(`*:log:${await conversationOf(run)}`));

    const told = await (await WatchedRun.watch(run.user, run.id, whole.at(-1)?.id)).toEnd(5_000);

    expect(dataOf(told).map(({ type }) => type)).toEqual(['gap', 'snapshot', 'message', 'done']);
    // One who was cut off within is told again; one who has heard the end is not.
    const again = await (await WatchedRun.watch(cluster.at(run.user), run.id, told.at(-2)?.id)).toEnd(5_000);
    expect(dataOf(again).at(-1)).toMatchObject({ type: 'done', events: whole.length });
    expect(await resumed(cluster.at(run.user), run, told.at(-1)?.id)).toMatchObject({ status: 204, text: '' });
  });

  it('should let an EventSource go that does not close itself', async () => {
    const run = await WatchedRun.ask(await cluster.user(), cluster.stage.scene());
    const whole = await run.over();
    const seen: string[] = [];
    const source = new EventSource(run.user.url(`/agent/runs/${run.id}/events`), {
      fetch: (url, init) => fetch(url, { ...init, headers: { ...init.headers, ...run.user.authorization } }),
    });
    source.onmessage = ({ data }: { data: string }) => seen.push(data);

    await new Promise<void>((resolve) => {
      source.onerror = () => source.readyState === source.CLOSED && resolve();
    });

    expect(seen).toEqual(whole.map(({ raw }) => raw));
  });

  it('should end when the record of the run is gone, and so should one who waits for the answer', async () => {
    const { run, gate } = await askAndHold();
    const watcher = await WatchedRun.watch(cluster.at(run.user), run.id);
    const key = 'of-the-erased';
    const scene = cluster.stage.scene();
    const held = scene.hold('route');
    const waiting = run.user.ask(scene.question, {}, { headers: { 'idempotency-key': key } });
    await held.reached;

    await cluster.sql.query('DELETE FROM runs WHERE id = $1 OR idempotency_key = $2', [run.id, key]);

    await watcher.toEnd();
    expect(watcher.failure).toBeUndefined();
    expect(await waiting).toMatchObject({ status: 404, json: { code: 'RUN_NOT_FOUND' } });
    expect((await resumed(run.user, run, watcher.lastEventId)).status).toBe(404);
    gate.open();
    held.open();
  });

  it('should end those of a session that was deleted, wherever they are, after all that was said', async () => {
    const run = await WatchedRun.ask(await cluster.user(), cluster.stage.scene());
    const path = `/agent/stream?session_id=${run.sessionId}`;
    const before = (await run.stream.waitForType('queued')).id as string;
    const watchers = await Promise.all(
      cluster.apis.map((api) => {
        const user = cluster.at(run.user, api);
        return openSse(user.url(path), { headers: { ...user.authorization, 'last-event-id': before } });
      }),
    );
    const whole = await run.over();

    expect((await run.user.request(`/chat/sessions/${run.sessionId}`, { method: 'DELETE' })).status).toBe(204);

    for (const watcher of watchers) {
      expect((await watcher.toEnd()).map(({ raw }) => raw)).toEqual(whole.slice(1).map(({ raw }) => raw));
      expect(watcher.failure).toBeUndefined();
    }
    const back = await run.user.get(path, { headers: { 'last-event-id': before } });
    expect(back).toMatchObject({ status: 404, json: { code: 'SESSION_NOT_FOUND' } });
  });

  it('should tell one who comes while runs wait in line of each of them', async () => {
    const { run, gate } = await askAndHold();
    const behind: WatchedRun[] = [];
    for (let index = 0; index < 2; index += 1) {
      behind.push(await WatchedRun.ask(run.user, cluster.stage.scene(), { session_id: run.sessionId }));
    }
    const there = cluster.at(run.user);

    const late = await openSse(there.url(`/agent/stream?session_id=${run.sessionId}`), {
      headers: there.authorization,
    });
    await late.waitFor(() => late.events.length === 3);
    gate.open();

    const all = [run, ...behind];
    const last = all.at(-1)?.id;
    await late.waitFor(({ data }) => data.type === 'done' && data.run_id === last);
    await late.close();
    expect(dataOf(late.events.slice(0, 3))).toMatchObject([
      { type: 'snapshot', run_id: run.id, content: HALF },
      ...behind.map(({ id }) => ({ type: 'snapshot', run_id: id, seq: 1, content: '' })),
    ]);
    for (const { id, stream } of all) {
      const [snapshot, ...rest] = late.events.filter(({ data }) => data.run_id === id);
      const whole = await stream.toEnd();
      expect(rest.map(({ raw }) => raw)).toEqual(whole.slice(snapshot?.data.seq).map(({ raw }) => raw));
    }
  });
});
