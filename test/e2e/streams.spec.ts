import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Agent, type IncomingMessage, request, type RequestOptions } from 'node:http';
import { ApiClient, registerUser } from '../support/api-client.js';
import { expectCompleteRun } from '../support/run-digest.js';
import { openSse } from '../support/sse-client.js';

describe('event streams', () => {
  let sut: ApiClient;
  const session = () => `session-${randomUUID()}`;
  const follow = (path: string, headers: Record<string, string> = {}) =>
    openSse(sut.url(path), { headers: { ...sut.authorization, ...headers } });

  beforeAll(async () => {
    sut = new ApiClient().as(await registerUser());
  });

  describe('GET /agent/stream', () => {
    it('should send the events of every run of the session to every subscriber, also of one not yet begun', async () => {
      const id = session();
      const [one, two] = await Promise.all([
        follow(`/agent/stream?session_id=${id}`),
        follow(`/agent/stream?session_id=${id}`),
      ]);

      const first = await sut.ask('你好', { session_id: id });
      const second = await sut.ask('比亚迪电子的出口情况和主要市场', { session_id: id });
      const isEndOf = (run: string) => (event: { data: { type: string; run_id: string } }) =>
        event.data.type === 'done' && event.data.run_id === run;
      await Promise.all([one.waitFor(isEndOf(second.json.run_id)), two.waitFor(isEndOf(second.json.run_id))]);

      expect(one.events.map((event) => event.raw)).toEqual(two.events.map((event) => event.raw));
      for (const run of [first, second]) {
        expectCompleteRun(one.events.filter((event) => event.data.run_id === run.json.run_id));
      }
      await Promise.all([one.close(), two.close()]);
    });

    it('should send every later event once when resumed with the last id seen', async () => {
      const id = session();
      const before = await follow(`/agent/stream?session_id=${id}`);
      await sut.ask('你好', { session_id: id, cache: false });
      const cut = await before.waitForType('start');
      await before.waitForType('done');
      await before.close();

      const after = await follow(`/agent/stream?session_id=${id}`, { 'last-event-id': cut.id as string });
      await after.waitForType('done');

      const missed = before.events.slice(before.events.indexOf(cut) + 1);
      expect(after.events.map((event) => [event.id, event.raw])).toEqual(missed.map((event) => [event.id, event.raw]));
      await after.close();
    });

    it('should take the last id from the query too', async () => {
      const id = session();
      const before = await follow(`/agent/stream?session_id=${id}`);
      await sut.ask('你好', { session_id: id });
      const done = await before.waitForType('done');
      const last = before.events.at(-2);
      await before.close();

      const after = await follow(`/agent/stream?session_id=${id}&last_event_id=${last?.id}`);

      expect((await after.waitForType('done')).raw).toBe(done.raw);
      expect(after.events).toHaveLength(1);
      await after.close();
    });

    it('should say gap when the last id is no longer in the log', async () => {
      const id = session();
      await sut.ask('你好', { session_id: id });

      const stream = await follow(`/agent/stream?session_id=${id}`, { 'last-event-id': '1600000000000-0' });

      expect((await stream.waitForType('gap')).data).toMatchObject({ type: 'gap', session_id: id });
      await stream.close();
    });

    it('should give an id before the first event, from which nothing of a later run is missed', async () => {
      const id = session();
      // An empty log first, then one in which something stands.
      for (const _turn of ['first', 'second']) {
        const before = await follow(`/agent/stream?session_id=${id}`);
        const cursor = await before.waitForId();
        expect(before.events).toEqual([]);
        await before.close();
        const { json } = await sut.ask('你好', { session_id: id });

        const after = await follow(`/agent/stream?session_id=${id}`, { 'last-event-id': cursor });

        await after.waitForType('done');
        expectCompleteRun(after.events);
        expect(new Set(after.events.map((event) => event.data.run_id))).toEqual(new Set([json.run_id]));
        await after.close();
      }
    });

    it('should say gap once, and be resumed from it with all that came since', async () => {
      const id = session();
      await sut.post('/chat/sessions', { session_id: id });
      const before = await follow(`/agent/stream?session_id=${id}`, { 'last-event-id': '1600000000000-0' });
      const gap = await before.waitForType('gap');
      await before.close();
      await sut.ask('你好', { session_id: id });

      const after = await follow(`/agent/stream?session_id=${id}`, { 'last-event-id': gap.id as string });

      await after.waitForType('done');
      expectCompleteRun(after.events);
      await after.close();
    });

    it('should take an empty last id for none', async () => {
      const stream = await follow(`/agent/stream?session_id=${session()}&last_event_id=`);

      expect(stream.response.status).toBe(200);
      await stream.close();
    });

    it('should be not found, and not made again, when it is resumed after its session was deleted', async () => {
      const id = session();
      const { json } = await sut.ask('你好', { session_id: id });
      const [last] = (await (await follow(`/agent/runs/${json.run_id}/events`)).toEnd()).slice(-1);
      await sut.request(`/chat/sessions/${id}`, { method: 'DELETE' });

      const headers = { 'last-event-id': last?.id as string };
      const answer = await sut.get(`/agent/stream?session_id=${id}`, { headers });

      expect(answer).toMatchObject({ status: 404, json: { code: 'SESSION_NOT_FOUND' } });
      expect((await sut.get(`/chat/sessions/${id}`)).status).toBe(404);
    });

    it('should refuse a last id that is none', async () => {
      const answer = await sut.get(`/agent/stream?session_id=${session()}`, {
        headers: { 'last-event-id': 'yesterday' },
      });

      expect(answer.status).toBe(422);
      expect(answer.json.code).toBe('INVALID_LAST_EVENT_ID');
    });

    it('should refuse a stream without session_id, and one without a token', async () => {
      const [noSession, noToken] = await Promise.all([
        sut.get('/agent/stream'),
        sut.get(`/agent/stream?session_id=${session()}`, { token: null }),
      ]);

      expect(noSession).toMatchObject({ status: 422, json: { code: 'VALIDATION_FAILED' } });
      expect(noToken).toMatchObject({ status: 401, json: { code: 'AUTHENTICATION_REQUIRED' } });
    });

    it('should keep the sessions of two users apart though they bear the same name', async () => {
      const id = session();
      const other = new ApiClient().as(await registerUser());
      const theirs = await openSse(other.url(`/agent/stream?session_id=${id}`), { headers: other.authorization });

      await sut.ask('你好', { session_id: id });
      const own = await other.ask('你好', { session_id: id });
      await theirs.waitForType('done');

      expect(new Set(theirs.events.map((event) => event.data.run_id))).toEqual(new Set([own.json.run_id]));
      await theirs.close();
    });
  });

  describe('GET /agent/runs/{id}/events', () => {
    it('should replay a finished run from its first event and close', async () => {
      const { json } = await sut.ask('你好', { session_id: session() });

      const stream = await follow(`/agent/runs/${json.run_id}/events`);

      expectCompleteRun(await stream.toEnd());
    });

    it('should send only later events when resumed, from any event on', async () => {
      const { json } = await sut.ask('你好', { session_id: session(), cache: false });
      const whole = await (await follow(`/agent/runs/${json.run_id}/events`)).toEnd();

      const rests = await Promise.all(
        whole.slice(0, -1).map(async (event) => {
          const resumed = await follow(`/agent/runs/${json.run_id}/events`, { 'last-event-id': event.id as string });
          return (await resumed.toEnd()).map((later) => later.data.seq);
        }),
      );

      expect(rests).toEqual(
        whole.slice(0, -1).map((_event, index) => whole.slice(index + 1).map((later) => later.data.seq)),
      );
    });

    it('should answer 204, at which an EventSource gives up, when resumed at or after the last event', async () => {
      const id = session();
      const { json } = await sut.ask('你好', { session_id: id });
      const [last] = (await (await follow(`/agent/runs/${json.run_id}/events`)).toEnd()).slice(-1);
      const later = await sut.ask('你好', { session_id: id });
      const [latest] = (await (await follow(`/agent/runs/${later.json.run_id}/events`)).toEnd()).slice(-1);

      const answers = await Promise.all(
        [last, latest].map((event) =>
          sut.get(`/agent/runs/${json.run_id}/events`, { headers: { 'last-event-id': event?.id as string } }),
        ),
      );

      expect(answers).toMatchObject([
        { status: 204, text: '' },
        { status: 204, text: '' },
      ]);
    });

    it('should send the whole run, and no gap, when the last id is from before it', async () => {
      const id = session();
      const first = await sut.ask('你好', { session_id: id });
      const [last] = (await (await follow(`/agent/runs/${first.json.run_id}/events`)).toEnd()).slice(-1);
      const { json } = await sut.ask('比亚迪电子的出口情况和主要市场', { session_id: id });

      const streams = await Promise.all(
        ['0-0', last?.id as string].map((position) =>
          follow(`/agent/runs/${json.run_id}/events`, { 'last-event-id': position }),
        ),
      );

      for (const stream of streams) expectCompleteRun(await stream.toEnd());
    });

    it('should say gap, and then send the whole run, when the last id is from before all that the log holds', async () => {
      const { json } = await sut.ask('你好', { session_id: session() });

      const stream = await follow(`/agent/runs/${json.run_id}/events`, { 'last-event-id': '1600000000000-0' });

      const [gap, ...events] = await stream.toEnd();
      expect(gap?.data).toMatchObject({ type: 'gap', run_id: json.run_id });
      expectCompleteRun(events);
    });

    it('should take an empty last id for none', async () => {
      const { json } = await sut.ask('你好', { session_id: session() });

      expectCompleteRun(await (await follow(`/agent/runs/${json.run_id}/events?last_event_id=`)).toEnd());
    });

    it('should be not found for another user, and for an id that is none', async () => {
      const { json } = await sut.ask('你好');
      const other = new ApiClient().as(await registerUser());

      const answers = await Promise.all([
        other.get(`/agent/runs/${json.run_id}/events`),
        other.get(`/agent/runs/${json.run_id}`),
        other.get(`/agent/runs/${randomUUID()}`),
        other.get('/agent/runs/nonsense'),
      ]);

      for (const answer of answers) expect(answer).toMatchObject({ status: 404, json: { code: 'RUN_NOT_FOUND' } });
    });
  });

  describe('asked for by HEAD', () => {
    const head = (path: string, agent: Agent, headers: Record<string, string> = sut.authorization) =>
      exchange(sut.url(path), agent, { method: 'HEAD', headers });

    it('should answer with the headers alone, and leave the connection to the next request', async () => {
      const { json } = await sut.ask('你好', { session_id: session() });
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });

      for (const path of [`/agent/stream?session_id=${session()}`, `/agent/runs/${json.run_id}/events`]) {
        const answer = await head(path, agent);
        const next = await exchange(sut.url('/agent/runs'), agent, { headers: sut.authorization });

        expect(answer.status).toBe(200);
        expect(answer.headers['content-type']).toMatch('text/event-stream');
        expect(next).toMatchObject({ status: 200, port: answer.port });
      }
      agent.destroy();
    });

    it('should change nothing: no session is made, and the ticket is still good', async () => {
      const id = session();
      const agent = new Agent();
      const { ticket } = (await sut.post('/auth/stream-ticket')).json as { ticket: string };
      const path = `/agent/stream?session_id=${id}&token=${ticket}`;

      expect((await head(path, agent, {})).status).toBe(200);

      expect((await sut.get(`/chat/sessions/${id}`)).status).toBe(404);
      const stream = await openSse(sut.url(path));
      expect(stream.response.status).toBe(200);
      await stream.close();
      expect((await head(path, agent, {})).status).toBe(401);
    });

    it('should be not found where one who resumes would find no session, and make none', async () => {
      const id = session();
      const agent = new Agent();
      const path = `/agent/stream?session_id=${id}&last_event_id=1600000000000-0`;

      expect((await head(path, agent)).status).toBe(404);
      expect((await sut.get(`/chat/sessions/${id}`)).status).toBe(404);
      await sut.post('/chat/sessions', { session_id: id });
      expect((await head(path, agent)).status).toBe(200);
    });
  });

  /** One request and its whole answer, on a connection of the agent's. */
  async function exchange(url: string, agent: Agent, { method = 'GET', headers = {} }: RequestOptions) {
    const sent = request(url, { agent, method, headers, signal: AbortSignal.timeout(10_000) }).end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    const port = response.socket.localPort;
    await once(response.resume(), 'end');
    return { status: response.statusCode, headers: response.headers, port };
  }
});
