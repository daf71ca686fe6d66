import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { ApiClient, registerUser } from '../support/api-client.js';
import { openSse } from '../support/sse-client.js';

const NEW_KEY = { en: /new Idempotency-Key/, zh: /新的 Idempotency-Key/ };

/** How a run stands in its record. */
type Record = Readonly<{ [column: string]: unknown }>;

const OVERLOADED: Record = { status: 'failed', error: { code: 'MODEL_OVERLOADED', retry_after: 5 }, answer: null };
const CANCELLED: Record = {
  status: 'cancelled',
  cancel_reason: 'superseded',
  cancel_requested_at: '2026-11-22T08:00:01.000Z',
};
const OUT_OF_TIME: Record = { status: 'timed_out', error: { code: 'AGENT_TIMEOUT', params: { seconds: 30 } } };

describe('a run without a whole answer', () => {
  let sut: ApiClient;
  let userId: string;
  let database: Client;

  beforeAll(async () => {
    sut = new ApiClient().as(await registerUser());
    userId = (await sut.get('/auth/me')).json.id;
    database = new Client(process.env.TEST_POSTGRES_URL);
    await database.connect();
  });
  afterAll(() => database?.end());

  const keyed = (key: string, headers: { [name: string]: string } = {}) => ({
    headers: { 'idempotency-key': key, ...headers },
  });
  /** A question with a key, whose run has ended in that way. */
  const endedAs = async (record: Record) => {
    const key = randomUUID();
    const { json } = await sut.ask('你好', {}, keyed(key));
    const columns = Object.keys(record).map((column, index) => `${column} = $${index + 2}`);
    await database.query(`UPDATE runs SET ${columns.join(', ')} WHERE id = $1`, [
      json.run_id,
      ...Object.values(record),
    ]);
    return { key, id: json.run_id as string, again: (headers = {}) => sut.ask('你好', {}, keyed(key, headers)) };
  };

  it('should tell who repeats its Idempotency-Key that only a new key helps, and never to come again', async () => {
    const { id, again } = await endedAs(OVERLOADED);

    const [en, zh] = await Promise.all([again({ 'accept-language': 'en' }), again({ 'accept-language': 'zh' })]);

    for (const answer of [en, zh]) {
      expect(answer).toMatchObject({ status: 503, json: { code: 'MODEL_OVERLOADED', retryable: false, run_id: id } });
      expect(answer.json).not.toHaveProperty('retry_after');
      expect(answer.headers.get('retry-after')).toBeNull();
      expect(answer.headers.get('location')).toBe(`/api/v1/agent/runs/${id}`);
    }
    expect(en.json.detail).toMatch(NEW_KEY.en);
    expect(zh.json.detail).toMatch(NEW_KEY.zh);
  });

  it('should say why it was cancelled, in the answer and in its record', async () => {
    const { id, again } = await endedAs(CANCELLED);

    const answer = await again();
    const record = await sut.get(`/agent/runs/${id}`);

    expect(answer).toMatchObject({
      status: 409,
      json: { code: 'RUN_CANCELLED', reason: 'superseded', run_id: id, detail: expect.stringMatching(NEW_KEY.en) },
    });
    expect(answer.headers.get('location')).toBe(`/api/v1/agent/runs/${id}`);
    expect(record.json.cancel).toEqual({ reason: 'superseded', requested_at: CANCELLED.cancel_requested_at });
  });

  it('should name no cancel in the record of a run that nobody cancelled', async () => {
    const { json } = await sut.ask('你好');

    expect((await sut.get(`/agent/runs/${json.run_id}`)).json.cancel).toBeNull();
  });

  it('should say beside the words of an answer that broke off why there are no more', async () => {
    const { again } = await endedAs(OUT_OF_TIME);

    expect(await again()).toMatchObject({
      status: 200,
      json: {
        status: 'timed_out',
        content: expect.stringMatching(/./),
        error: { code: 'AGENT_TIMEOUT', content: expect.stringContaining('30'), retryable: true },
      },
    });
  });

  it('should say when to ask again in the record and in the error event', async () => {
    const id = randomUUID();
    await database.query(
      `INSERT INTO runs (id, user_id, conversation_id, session_id, status, message, language, options, timeout_ms,
                         error, events, settled, started_at, finished_at)
       VALUES ($1, $2, $1, 'limited', 'failed', 'hi', 'en', '{}', 1000, $3, 3, true, now(), now())`,
      [id, userId, { code: 'MODEL_RATE_LIMITED', retry_after: 17 }],
    );

    const record = await sut.get(`/agent/runs/${id}`);
    const stream = await openSse(sut.url(`/agent/runs/${id}/events`), { headers: sut.authorization });
    const [error] = (await stream.toEnd()).slice(-2);

    expect(record.json.error).toMatchObject({ code: 'MODEL_RATE_LIMITED', retryable: true, retry_after: 17 });
    expect(error?.data).toMatchObject({ type: 'error', code: 'MODEL_RATE_LIMITED', retryable: true, retry_after: 17 });
  });

  it('should be acknowledged, when it is asked for again, with the state in which it is', async () => {
    const { again } = await endedAs(OVERLOADED);

    expect(await again({ prefer: 'respond-async' })).toMatchObject({ status: 202, json: { status: 'failed' } });
  });
});
