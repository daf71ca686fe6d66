import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { ApiClient, registerUser } from '../support/api-client.js';
import { othersWait } from '../support/row-waiters.js';
import { openSse } from '../support/sse-client.js';

const SESSION = 'supplier_analysis_session';

/** A question finds its session, and is written down a moment later: the session may be deleted in between. */
describe('a question to a session that is deleted while it comes in', () => {
  let sut: ApiClient;
  let database: Client;

  beforeEach(async () => {
    sut = new ApiClient().as(await registerUser());
    await sut.post('/chat/sessions', { session_id: SESSION });
    database = new Client(process.env.TEST_POSTGRES_URL);
    await database.connect();
  });
  afterEach(() => database.end());

  /** Holds up whoever writes a run of the user's with this key. */
  const holdUp = async (key: string) => {
    await database.query('BEGIN');
    await database.query(
      `INSERT INTO runs (id, user_id, conversation_id, session_id, status, message, language, timeout_ms, idempotency_key)
       VALUES ($1, $2, $1, '', 'queued', '', 'en', 1000, $3)`,
      [randomUUID(), (await sut.get('/auth/me')).json.id, key],
    );
  };
  const ask = (key: string) => sut.ask('你好', { session_id: SESSION }, { headers: { 'idempotency-key': key } });

  it('should be refused, and leave no run behind', async () => {
    const key = randomUUID();
    await holdUp(key);
    const asking = ask(key);
    await othersWait(database);

    const deleted = await sut.request(`/chat/sessions/${SESSION}`, { method: 'DELETE' });
    await database.query('ROLLBACK');

    expect(deleted.status).toBe(204);
    const refused = await asking;
    expect(refused).toMatchObject({ status: 409, json: { code: 'SESSION_DELETED', retryable: true, retry_after: 1 } });
    expect(refused.headers.get('retry-after')).toBe('1');
    expect((await sut.get('/agent/runs')).json.items).toEqual([]);
    expect((await sut.get(`/chat/sessions/${SESSION}`)).status).toBe(404);
  });

  it('should begin a new session when it is asked again with the same key', async () => {
    const key = randomUUID();
    await holdUp(key);
    const asking = ask(key);
    await othersWait(database);
    await sut.request(`/chat/sessions/${SESSION}`, { method: 'DELETE' });
    await database.query('ROLLBACK');
    await asking;

    const again = await ask(key);

    expect(again.status).toBe(200);
    expect((await sut.get(`/chat/sessions/${SESSION}/messages`)).json.items).toHaveLength(2);
  });
});

describe('the answers of a session that was deleted', () => {
  let sut: ApiClient;

  beforeEach(async () => {
    sut = new ApiClient().as(await registerUser());
  });

  it('should be told to nobody who comes for them, though the events are still at hand', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const { json } = await sut.ask('你好', { session_id: SESSION }, { headers });
    const events = `/agent/runs/${json.run_id}/events`;
    const resumed = { 'last-event-id': '0-0' };
    await sut.request(`/chat/sessions/${SESSION}`, { method: 'DELETE' });

    const answers = await Promise.all([
      sut.get(events),
      sut.get(events, { headers: resumed }),
      sut.ask('你好', { session_id: SESSION, stream: true }, { headers }),
      sut.ask('你好', { session_id: SESSION, stream: true }, { headers: { ...headers, ...resumed } }),
      sut.ask('你好', { session_id: SESSION }, { headers }),
    ]);
    const head = await sut.request(events, { method: 'HEAD' });

    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 410, json: { code: 'ANSWER_DELETED', run_id: json.run_id } });
      expect(answer.headers.get('location')).toBe(`/api/v1/agent/runs/${json.run_id}`);
    }
    expect(head.status).toBe(410);
  });

  it('should not be told of a run that was cancelled for it either', async () => {
    const accepted = await sut.ask('你好', { session_id: SESSION }, { headers: { prefer: 'respond-async' } });
    const database = new Client(process.env.TEST_POSTGRES_URL);
    await database.connect();
    const events = `/agent/runs/${accepted.json.run_id}/events`;
    await (await openSse(sut.url(events), { headers: sut.authorization })).toEnd();
    await database.query("UPDATE runs SET status = 'cancelled', message = '', answer = NULL WHERE id = $1", [
      accepted.json.run_id,
    ]);
    await database.end();

    expect(await sut.get(events)).toMatchObject({ status: 410, json: { code: 'ANSWER_DELETED' } });
  });
});
