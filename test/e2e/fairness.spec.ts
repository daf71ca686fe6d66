import { randomUUID } from 'node:crypto';
import { migrate } from '../../src/database/index.js';
import { FakeGemini, type SeenRequest } from '../fakes/gemini/fake-gemini.js';
import { textReply } from '../fakes/gemini/gemini-replies.js';
import { ApiClient, registerUser } from '../support/api-client.js';
import { type ServerProcess, startServer } from '../support/processes.js';
import { openSse } from '../support/sse-client.js';
import { startStores, type TestStores } from '../support/stores.js';

const CROWD = 100;

/** One worker with two places, of which one user may have one; a model that answers only when it is let. */
describe('fairness', () => {
  let stores: TestStores;
  let gemini: FakeGemini;
  let servers: ServerProcess[];
  let api: ApiClient;
  /** The questions the model was asked, in their order. */
  const asked: string[] = [];
  let letAnswer = () => {};
  const mayAnswer = new Promise<void>((resolve) => (letAnswer = resolve));

  beforeAll(async () => {
    [stores, gemini] = await Promise.all([startStores(), FakeGemini.start()]);
    gemini.respond(async ({ body }: SeenRequest) => {
      asked.push(body.contents.at(-1)?.parts?.[0]?.text ?? '');
      await mayAnswer;
      return textReply(['Done.']);
    });
    await migrate(stores.postgres.url);
    const settings = {
      POSTGRES_URL: stores.postgres.url,
      REDIS_URL: stores.redis.url,
      GOOGLE_ADK_API_KEY: 'any-key',
      GOOGLE_ADK_BASE_URL: gemini.url,
      AGENT_RUNNER_POOL_SIZE: '2',
      AGENT_MAX_CONCURRENT_RUNS_PER_USER: '1',
      AGENT_MAX_TIMEOUT_SECONDS: '60',
      AGENT_TIMEOUT_SECONDS: '60',
    };
    servers = await Promise.all([startServer('api', settings), startServer('worker', settings)]);
    api = new ApiClient(servers[0]?.url);
  });
  afterAll(async () => {
    letAnswer();
    await Promise.all(servers.map((server) => server.stop()));
    await gemini.close();
    await stores.stop();
  });

  const respondAsync = { headers: { prefer: 'respond-async' } };

  it('should not let a hundred questions of one user delay the first of another, and tell who waits how long', async () => {
    const [crowd, other] = [api.as(await registerUser(api)), api.as(await registerUser(api))];
    const session_id = randomUUID();
    await crowd.ask('crowd 0', { cache: false }, respondAsync);
    await gemini.requested(1);
    const rest = Array.from({ length: CROWD - 1 }, (_, index) =>
      crowd.ask(`crowd ${index + 1}`, { cache: false }, respondAsync),
    );
    expect((await Promise.all(rest)).map(({ status }) => status)).toEqual(Array(CROWD - 1).fill(202));

    const first = await other.ask('other 1', { session_id, cache: false }, respondAsync);
    const second = await other.ask('other 2', { session_id, cache: false }, respondAsync);
    await gemini.requested(2);

    // The other's first question is at work beside the crowd's first, with 99 of the crowd's behind it.
    expect(asked).toEqual(['crowd 0', 'other 1']);

    const waiting = await openSse(other.url(`/agent/runs/${second.json.run_id}/events`), {
      headers: other.authorization,
    });
    letAnswer();
    const events = await waiting.toEnd();
    expect(events[0]?.data).toMatchObject({ type: 'queued', position: 1, eta_ms: expect.any(Number) });
    expect(events.at(-1)?.data).toMatchObject({ type: 'done', status: 'succeeded' });
    expect(asked.indexOf('other 2')).toBeLessThan(CROWD / 2);
    const done = await other.get(`/agent/runs/${first.json.run_id}`);
    expect(done.json.status).toBe('succeeded');
  });
});
