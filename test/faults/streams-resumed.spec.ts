import { JwtService } from '@nestjs/jwt';
import { EventSource } from 'eventsource';
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
  /** What nothing but time brings about, begun before all else and looked at last: nobody waits for it but those who are done. */
  let slow: {
    readonly expired: ReturnType<typeof expire>;
    readonly lost: ReturnType<typeof loseTheLog>;
    readonly erased: ReturnType<typeof eraseTheRecord>;
  };

  beforeAll(async () => {
    cluster = await Cluster.start({ settings: { JWT_SECRET_KEY } });
    slow = { expired: begun(expire()), lost: begun(loseTheLog()), erased: begun(eraseTheRecord()) };
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
  const resumed = (user: ApiClient, run: WatchedRun, lastEventId?: string) =>
    user.get(`/agent/runs/${run.id}/events`, { headers: { 'last-event-id': lastEventId ?? '' } });
  const keyOf = async (pattern: string) => (await cluster.redis.keys(pattern))[0] as string;
  const logOf = async (run: WatchedRun): Promise<string> => {
    const { rows } = await cluster.sql.query('SELECT conversation_id AS id FROM runs WHERE id = $1', [run.id]);
    return keyOf(`*:log:${(rows[0] as { id: string }).id}`);
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

    it('should be able to resume from the snapshot, and be told all of it again when it was cut off before that', async () => {
      const { run, gate } = await askAndHold();
      await cluster.redis.xtrim(await logOf(run), 'MAXLEN', 1);
      const came = '1600000000000-0';
      const cut = await follow(run.user, `/agent/runs/${run.id}/events`, came);
      const snapshot = await cut.waitForType('snapshot');
      const [gap] = cut.events as [SseEvent];
      await cut.close();
      expect(gap.id).toBeUndefined();

      const [again, further] = await Promise.all(
        [came, snapshot.id].map((id) => follow(cluster.at(run.user), `/agent/runs/${run.id}/events`, id)),
      );
      gate.open();

      const rest = rawOf((await run.over()).slice(snapshot.data.seq));
      expect(rawOf((await further?.toEnd()) ?? [])).toEqual(rest);
      const all = (await again?.toEnd()) ?? [];
      expect(all.slice(0, 2).map(({ data }) => [data.type, data.content])).toEqual([
        ['gap', undefined],
        ['snapshot', HALF],
      ]);
      expect(rawOf(all.slice(2))).toEqual(rest);
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

  it('should have been dropped when it read too slowly, and find everything', async () => {
    const scene = cluster.stage.scene({ pieces: Array.from({ length: 60 }, () => 'x'.repeat(100_000)) });
    const gate = scene.hold('words');
    const run = await WatchedRun.ask(await cluster.user(), scene);
    await gate.reached;
    // Takes the headers and reads no further.
    const lazy = await fetch(run.user.url(`/agent/runs/${run.id}/events`), { headers: run.user.authorization });
    gate.open();

    const whole = await run.over();

    await expect(lazy.text()).rejects.toThrow('terminated');
    const rest = await (await WatchedRun.watch(run.user, run.id, whole[0]?.id)).toEnd();
    expect(rawOf(rest)).toEqual(rawOf(whole.slice(1)));
  });

  describe('to what has nothing more to tell', () => {
    /** That follows on the last event within milliseconds, and long before anything expires. */
    const untilSettled = async (run: WatchedRun) => {
      const settled = () => cluster.sql.query('SELECT 1 FROM runs WHERE id = $1 AND settled', [run.id]);
      while ((await settled()).rows.length === 0);
    };

    it.each([
      ['log and run have expired', true],
      ['the run has expired, and others keep the log alive', false],
    ])('should tell the end from the record once, and then no more, when %s', async (_what, logIsGone) => {
      const run = await WatchedRun.ask(await cluster.user(), cluster.stage.scene());
      const whole = await run.over();
      await untilSettled(run);
      await cluster.redis.del(await keyOf(`*:run:${run.id}`));
      if (logIsGone) await cluster.redis.del(await logOf(run));

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

  describe('after a while', () => {
    it('should be told the end from the record when nothing is left of the events', async () => {
      const { run, whole, told } = await slow.lost;

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

    it('should end when the record of the run is gone, and so should one who waits for the answer', async () => {
      const { run, watcher, answer } = await slow.erased;

      expect(watcher.failure).toBeUndefined();
      expect(answer).toMatchObject({ status: 404, json: { code: 'RUN_NOT_FOUND' } });
      expect((await resumed(run.user, run, watcher.lastEventId)).status).toBe(404);
    });

    it('should have been let go when the token expired, and go on with another one where it was', async () => {
      const { run, refused, watchers, rests, ofSession } = await slow.expired;

      expect([...watchers, ofSession].map(({ failure }) => failure)).toEqual([undefined, undefined, undefined]);
      for (const answer of refused) expect(answer).toMatchObject({ status: 401, json: { code: 'TOKEN_EXPIRED' } });
      const whole = await run.over();
      for (const [index, { events }] of watchers.entries()) {
        expect(wordsOf(events)).toBe(HALF);
        expect(rawOf([...events, ...(rests[index] ?? [])])).toEqual(rawOf(whole));
      }
      expect(rawOf(ofSession.events)).toEqual(rawOf(whole.slice(1, 1 + ofSession.events.length)));
      await run.expectAnsweredOnce({ calls: 3, hits: 1, attempts: 1 });
    });
  });

  /** Nobody has the events any more, but it is known where they stood: who waits for them is told by the record. */
  async function loseTheLog() {
    const run = await WatchedRun.ask(await cluster.user(), cluster.stage.scene());
    const whole = await run.over();
    await cluster.redis.del(await logOf(run));
    return { run, whole, told: await (await WatchedRun.watch(cluster.at(run.user), run.id, whole[2]?.id)).toEnd() };
  }

  /** As with the account of its owner, in mid-run. */
  async function eraseTheRecord() {
    const { run, gate } = await askAndHold();
    const watcher = await WatchedRun.watch(cluster.at(run.user), run.id);
    const key = 'of-the-erased';
    const scene = cluster.stage.scene();
    const held = scene.hold('route');
    const waiting = run.user.ask(scene.question, {}, { headers: { 'idempotency-key': key } });
    await held.reached;

    await cluster.sql.query('DELETE FROM runs WHERE id = $1 OR idempotency_key = $2', [run.id, key]);

    const [answer] = await Promise.all([waiting, watcher.toEnd()]);
    gate.open();
    held.open();
    return { run, watcher, answer };
  }

  /** A token ends while the answer stands still: that of one who asked with a stream as the answer, and who watches the run and its session. */
  async function expire() {
    const scene = cluster.stage.scene({ pieces: [HALF, 'and the rest.'] });
    const gate = scene.hold('words');
    const user = await cluster.user();
    const mortal = await expiring(user, 10);
    const body = { session_id: 'session-of-the-expired', timeout_seconds: 120 };
    const key = { 'idempotency-key': 'of-the-expired' };
    const ask = (client: ApiClient, headers: Record<string, string> = {}) =>
      openSse(client.url('/agent/query'), {
        headers: { ...client.authorization, ...key, ...headers },
        body: { ...body, message: scene.question, stream: true },
      });
    const asker = await ask(mortal);
    const run = await WatchedRun.ask(user, scene, body, key);
    const first = await run.stream.waitForType('queued');
    const [watcher, ofSession] = await Promise.all([
      follow(mortal, `/agent/runs/${run.id}/events`),
      follow(mortal, `/agent/stream?session_id=${run.sessionId}&last_event_id=${first.id}`),
    ]);

    // The token of everybody else lasts for hours.
    await Promise.all([asker, watcher, ofSession].map((stream) => stream.toEnd()));
    const events = `/agent/runs/${run.id}/events`;
    const refused = await Promise.all([
      mortal.get(events),
      mortal.post('/agent/query', { ...body, message: scene.question, stream: true }, { headers: key }),
    ]);
    const resumptions = await Promise.all([
      ask(cluster.at(user), { 'last-event-id': asker.lastEventId ?? '' }),
      follow(cluster.at(user), events, watcher.lastEventId),
    ]);
    gate.open();
    const rests = await Promise.all(resumptions.map((stream) => stream.toEnd()));
    return { run, refused, watchers: [asker, watcher], rests, ofSession };
  }

  /** The same login with a token that ends in so many seconds. */
  async function expiring(user: ApiClient, seconds: number): Promise<ApiClient> {
    const token = user.authorization.authorization?.slice('Bearer '.length) ?? '';
    const [head = ''] = token.split('.');
    const { kid } = JSON.parse(Buffer.from(head, 'base64url').toString()) as { kid: string };
    const { exp: _exp, iat: _iat, ...claims } = new JwtService().decode<Record<string, unknown>>(token);
    const accessToken = new JwtService().sign(claims, { secret: JWT_SECRET_KEY, keyid: kid, expiresIn: seconds });
    return new ApiClient(user.origin).as({ accessToken });
  }
});

/** Who awaits it later hears then how it went. */
function begun<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  return work;
}
