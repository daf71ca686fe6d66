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

  it('should answer with the receipt of the contract, and change nothing, when it comes too late', async () => {
    const { run_id: id } = (await sut.ask(`你好 ${randomUUID()}`)).json;

    const { status, json } = await sut.post(`/agent/runs/${id}/cancel`);

    expect(status).toBe(200);
    expect(json).toEqual({ ...RECEIPT, run_id: id, status: 'succeeded', delivered: true, already_over: true });
    expect((await sut.get(`/agent/runs/${id}`)).json).toMatchObject({ status: 'succeeded' });
    const events = await (await openSse(sut.url(`/agent/runs/${id}/events`), { headers: sut.authorization })).toEnd();
    expectCompleteRun(events);
    expect(events.at(-2)?.data.type).toBe('message');
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
