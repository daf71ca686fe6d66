import { setTimeout as pause } from 'node:timers/promises';
import { JwtService } from '@nestjs/jwt';
import { ApiClient } from '../support/api-client.js';
import { expectCompleteRun } from '../support/run-digest.js';
import { openSse, type SseEvent } from '../support/sse-client.js';
import { Cluster } from './support/cluster.js';
import { WatchedRun, wordsOf } from './support/watched-run.js';

const JWT_SECRET_KEY = 'jwt-secret-of-the-streams-that-expire-12345';

/** What was said when a run is stopped. */
const HALF = 'What was said so far, ';

const rawOf = (events: readonly SseEvent[]) => events.map(({ id, raw }) => [id, raw]);
const dataOf = (events: readonly SseEvent[]) => events.map(({ data }) => data);

describe('a watcher who comes back', () => {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await Cluster.start({ settings: { JWT_SECRET_KEY } });
  });
  afterAll(() => cluster.stop());

  const follow = (user: ApiClient, path: string, lastEventId?: string) =>
    openSse(user.url(path), {
      headers: { ...user.authorization, ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) },
    });
  const askAndHold = async () => {
    const scene = cluster.stage.scene({ pieces: [HALF, 'and the rest.'] });
    const gate = scene.hold('words');
    const run = await WatchedRun.ask(await cluster.user(), scene);
    await gate.reached;
    // All that was said before it stopped.
    await run.stream.waitFor(() => wordsOf(run.stream.events) === HALF);
    return { run, gate };
  };
  const logOf = async (run: WatchedRun): Promise<string> => {
    const { rows } = await cluster.sql.query('SELECT conversation_id AS id FROM runs WHERE id = $1', [run.id]);
    const [log] = await cluster.redis.keys(`*:log:${(rows[0] as { id: string }).id}`);
    return log as string;
  };

  describe('to a run whose events have left the replay window', () => {
    it.each([
      ['of the run', (run: WatchedRun) => `/agent/runs/${run.id}/events`],
      ['of the session', (run: WatchedRun) => `/agent/stream?session_id=${run.sessionId}`],
    ])('should be told of the gap, then the answer so far, then every later event once: %s', async (_whose, pathOf) => {
      const { run, gate } = await askAndHold();
      const [first] = run.stream.events as [SseEvent];
      // What a session of more than 10,000 events drops.
      await cluster.redis.xtrim(await logOf(run), 'MAXLEN', 1);

      const watcher = await follow(cluster.at(run.user), pathOf(run), first.id);
      await watcher.waitForType('snapshot');
      gate.open();

      const whole = await run.over();
      await watcher.waitForType('done');
      await watcher.close();
      const [gap, snapshot, ...rest] = watcher.events as [SseEvent, SseEvent, ...SseEvent[]];
      const covered = whole.slice(0, snapshot.data.seq);
      expect(gap.data).toMatchObject({ type: 'gap', run_id: run.id, session_id: run.sessionId });
      expect(gap.data).not.toHaveProperty('seq');
      expect(snapshot.data).toMatchObject({ type: 'snapshot', content: HALF });
      expect(wordsOf(covered)).toBe(HALF);
      expect(rawOf(rest)).toEqual(rawOf(whole.slice(covered.length)));
      expectCompleteRun(whole);
    });

    it('should be able to resume from the snapshot, and from the gap before it', async () => {
      const { run, gate } = await askAndHold();
      await cluster.redis.xtrim(await logOf(run), 'MAXLEN', 1);
      const cut = await follow(run.user, `/agent/runs/${run.id}/events`, '1600000000000-0');
      const snapshot = await cut.waitForType('snapshot');
      const [gap] = cut.events as [SseEvent];
      await cut.close();

      const resumed = await Promise.all(
        [gap, snapshot].map(({ id }) => follow(cluster.at(run.user), `/agent/runs/${run.id}/events`, id)),
      );
      gate.open();

      const rest = rawOf((await run.over()).slice(snapshot.data.seq));
      for (const stream of resumed) expect(rawOf(await stream.toEnd())).toEqual(rest);
    });

    it('should be told the end from the record when nothing is left of the events', async () => {
      const run = await WatchedRun.ask(await cluster.user(), cluster.stage.scene());
      const whole = await run.over();
      await cluster.redis.del(await logOf(run));

      const told = await (await WatchedRun.watch(cluster.at(run.user), run.id, whole[2]?.id)).toEnd();

      const [message, done] = dataOf(whole.slice(-2));
      const { timestamp: _messageAt, ...sameMessage } = message;
      const { timestamp: _doneAt, digest: _digest, ...sameDone } = done;
      expect(dataOf(told)).toMatchObject([
        { type: 'gap', run_id: run.id },
        { type: 'snapshot', seq: whole.length - 2, content: run.scene.answer },
        sameMessage,
        sameDone,
      ]);
    });
  });

  it('should be given the answer so far, then every later event once, when it comes to the session without an id', async () => {
    const { run, gate } = await askAndHold();
    const said = run.stream.events.length;

    const watcher = await follow(cluster.at(run.user), `/agent/stream?session_id=${run.sessionId}`);
    await watcher.waitForType('snapshot');
    gate.open();

    const whole = await run.over();
    await watcher.waitForType('done');
    await watcher.close();
    const [snapshot, ...rest] = watcher.events as [SseEvent, ...SseEvent[]];
    expect(snapshot).toMatchObject({ id: whole[said - 1]?.id, data: { type: 'snapshot', seq: said, content: HALF } });
    expect(snapshot.data).toMatchObject({ run_id: run.id, session_id: run.sessionId });
    expect(rawOf(rest)).toEqual(rawOf(whole.slice(said)));
  });

  it('should have been let go when the token expired, and go on with another one where it was', async () => {
    const { run, gate } = await askAndHold();
    const mortal = await expiring(run.user, 6);
    const opened = Date.now();
    const [watcher, ofSession] = await Promise.all([
      follow(mortal, `/agent/runs/${run.id}/events`),
      follow(mortal, `/agent/stream?session_id=${run.sessionId}&last_event_id=${run.stream.events[0]?.id}`),
    ]);

    await Promise.all([watcher.ended, ofSession.ended]);
    const lasted = Date.now() - opened;
    const refused = await mortal.get(`/agent/runs/${run.id}`);
    gate.open();

    expect([watcher.failure, ofSession.failure]).toEqual([undefined, undefined]);
    // The token of everybody else lasts for hours.
    expect(lasted).toBeLessThan(60_000);
    expect(refused).toMatchObject({ status: 401, json: { code: 'TOKEN_EXPIRED' } });
    const rest = await (await WatchedRun.watch(run.user, run.id, watcher.lastEventId)).toEnd();
    const whole = await run.over();
    expect(rawOf([...watcher.events, ...rest])).toEqual(rawOf(whole));
    expect(rawOf(ofSession.events)).toEqual(rawOf(whole.slice(1, 1 + ofSession.events.length)));
    await run.expectAnsweredOnce({ calls: 3, hits: 1, attempts: 1 });
  });

  /** The same login with a token that ends in so many seconds. */
  async function expiring(user: ApiClient, seconds: number): Promise<ApiClient> {
    const token = user.authorization.authorization?.slice('Bearer '.length) ?? '';
    const [head = ''] = token.split('.');
    const { kid } = JSON.parse(Buffer.from(head, 'base64url').toString()) as { kid: string };
    const { exp: _exp, iat: _iat, ...claims } = new JwtService().decode<Record<string, unknown>>(token);
    // `exp` counts whole seconds.
    await pause(1_000 - (Date.now() % 1_000));
    const accessToken = new JwtService().sign(claims, { secret: JWT_SECRET_KEY, keyid: kid, expiresIn: seconds });
    return new ApiClient(user.origin).as({ accessToken });
  }
});
