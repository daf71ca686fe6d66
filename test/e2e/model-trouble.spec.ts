import { migrate } from '../../src/database/index.js';
import { FakeGemini } from '../fakes/gemini/fake-gemini.js';
import { errorReply, textReply } from '../fakes/gemini/gemini-replies.js';
import { ApiClient, registerUser } from '../support/api-client.js';
import { type ServerProcess, startServer } from '../support/processes.js';
import { expectCompleteRun } from '../support/run-digest.js';
import { openSse, type SseEvent } from '../support/sse-client.js';
import { startStores, type TestStores } from '../support/stores.js';

/** Gemini as the configured model, the built-in analyst as its stand-in. */
describe('trouble with the model', () => {
  let stores: TestStores;
  let gemini: FakeGemini;
  let servers: ServerProcess[];
  let sut: ApiClient;

  beforeAll(async () => {
    stores = await startStores();
    await migrate(stores.postgres.url);
  });
  afterAll(() => stores.stop());

  /** A fresh worker for every case: its circuit breakers remember. */
  beforeEach(async () => {
    gemini = await FakeGemini.start('a-valid-key');
    const settings = {
      POSTGRES_URL: stores.postgres.url,
      REDIS_URL: stores.redis.url,
      GOOGLE_ADK_API_KEY: 'a-valid-key',
      GOOGLE_ADK_BASE_URL: gemini.url,
    };
    servers = await Promise.all([startServer('api', settings), startServer('worker', settings)]);
    const api = new ApiClient(servers[0]?.url);
    sut = api.as(await registerUser(api));
  });
  afterEach(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await gemini.close();
  });

  async function ask(message: string): Promise<SseEvent[]> {
    const stream = await openSse(sut.url('/agent/query'), {
      headers: sut.authorization,
      body: { message, stream: true, cache: false },
    });
    return stream.toEnd();
  }
  const ofType = (events: readonly SseEvent[], type: string) =>
    events.filter((event) => event.data.type === type).map((event) => event.data);

  it('should answer with Gemini when it recovers within the run', async () => {
    gemini.replies(errorReply(503, 'UNAVAILABLE'), textReply(['Hello from Gemini.']));

    const events = await ask('Hello');

    expectCompleteRun(events);
    expect(ofType(events, 'message')[0].content).toBe('Hello from Gemini.');
    expect(ofType(events, 'done')[0].status).toBe('succeeded');
  });

  it('should let the analyst answer, and show it, when Gemini stays in trouble', async () => {
    const events = await ask('查询2024年手机对美国的出口数据');

    expectCompleteRun(events);
    expect(ofType(events, 'start').map((start) => start.model)).toEqual([
      'gemini-2.5-flash',
      'gemini-2.5-flash',
      'analyst',
    ]);
    expect(ofType(events, 'retry').map((retry) => retry.reason)).toEqual(['MODEL_OVERLOADED', 'MODEL_OVERLOADED']);
    expect(ofType(events, 'message')[0].content).toContain('468.9亿美元');
  });

  it('should go to the analyst at once when the key is refused, and not share its answer', async () => {
    const refused = await startServer('worker', {
      POSTGRES_URL: stores.postgres.url,
      REDIS_URL: stores.redis.url,
      GOOGLE_ADK_API_KEY: 'a-wrong-key',
      GOOGLE_ADK_BASE_URL: gemini.url,
    });
    await servers.pop()?.stop();
    servers.push(refused);

    const events = await ask('Which markets does China export smartphones to?');
    const again = await sut.ask('Which markets does China export smartphones to?');

    expect(ofType(events, 'start').map((start) => start.model)).toEqual(['gemini-2.5-flash', 'analyst']);
    expect(again.json).toMatchObject({ status: 'succeeded', model: 'analyst', cache_hit: false });
  });
});
