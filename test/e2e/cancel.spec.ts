import { randomUUID } from 'node:crypto';
import { ApiClient, registerUser } from '../support/api-client.js';
import { expectCompleteRun } from '../support/run-digest.js';
import { openSse } from '../support/sse-client.js';

const RECEIPT = {
  run_id: expect.any(String),
  requested_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  stopped_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
};

describe('cancelling', () => {
  let sut: ApiClient;

  beforeAll(async () => {
    sut = new ApiClient().as(await registerUser());
  });

  it('should answer with the receipt of the contract, whether it came in time or not', async () => {
    const accepted = await sut.ask(`你好 ${randomUUID()}`, {}, { headers: { prefer: 'respond-async' } });
    const id = accepted.json.run_id as string;

    const { status, json } = await sut.post(`/agent/runs/${id}/cancel`);

    const record = await sut.get(`/agent/runs/${id}`);
    const inTime = record.json.status === 'cancelled';
    expect(status).toBe(200);
    expect(json).toEqual({ ...RECEIPT, status: record.json.status, delivered: true, already_over: !inTime });
    const events = await (await openSse(sut.url(`/agent/runs/${id}/events`), { headers: sut.authorization })).toEnd();
    expectCompleteRun(events);
    expect(events.at(-2)?.data.type).toBe(inTime ? 'cancelled' : 'message');
  });

  it('should answer one who waits for the run with RUN_CANCELLED', async () => {
    const session_id = randomUUID();
    const ahead = sut.ask(`比亚迪电子的出口情况和主要市场 ${randomUUID()}`, { session_id, cache: false });
    const key = { headers: { 'idempotency-key': randomUUID() } };
    const waiting = sut.ask('富士康的资质', { session_id, cache: false }, key);
    const { run_id } = (
      await sut.ask(
        '富士康的资质',
        { session_id, cache: false },
        { headers: { ...key.headers, prefer: 'respond-async' } },
      )
    ).json;

    const { json } = await sut.post(`/agent/runs/${run_id}/cancel`);

    const answer = await waiting;
    if (json.status === 'cancelled') expect(answer).toMatchObject({ status: 409, json: { code: 'RUN_CANCELLED' } });
    else expect(answer).toMatchObject({ status: 200, json: { run_id } });
    expect((await ahead).status).toBe(200);
  });

  it('should be not found for another user, and for an id that is none', async () => {
    const { json } = await sut.ask('你好');
    const other = new ApiClient().as(await registerUser());

    const answers = await Promise.all([
      other.post(`/agent/runs/${json.run_id}/cancel`),
      sut.post(`/agent/runs/${randomUUID()}/cancel`),
      sut.post('/agent/runs/nonsense/cancel'),
    ]);

    for (const answer of answers) expect(answer).toMatchObject({ status: 404, json: { code: 'RUN_NOT_FOUND' } });
  });
});
