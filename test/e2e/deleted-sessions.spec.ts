import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { ApiClient, registerUser } from '../support/api-client.js';
import { othersWait } from '../support/row-waiters.js';

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
    expect(await asking).toMatchObject({ status: 410, json: { code: 'SESSION_DELETED' } });
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
