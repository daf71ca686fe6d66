import { FakeGemini } from '../fakes/gemini/fake-gemini.js';
import { errorReply, textReply } from '../fakes/gemini/gemini-replies.js';
import { ApiClient, registerUser } from '../support/api-client.js';
import { launchServer, type ServerProcess, startServer } from '../support/processes.js';
import { expectCompleteRun } from '../support/run-digest.js';
import { openSse, type SseEvent } from '../support/sse-client.js';
import { startStores, type TestStores } from '../support/stores.js';

/** Gemini as the configured model, the built-in analyst as its stand-in. */
describe('trouble with the model', () => {
  let stores: TestStores;
  let gemini: FakeGemini;
  let api: ServerProcess;
  let worker: ServerProcess | undefined;
  let sut: ApiClient;

  beforeAll(async () => {
    [stores, gemini] = await Promise.all([startStores(), FakeGemini.start('a-valid-key')]);
    api = await launchServer('api', settings());
  });
  afterEach(() => worker?.stop());
  afterAll(async () => {
    await api?.stop();
    await Promise.all([stores?.stop(), gemini?.close()]);
  });

  const settings = (key = 'a-valid-key') => ({
    POSTGRES_URL: stores.postgres.url,
    REDIS_URL: stores.redis.url,
    GOOGLE_ADK_API_KEY: key,
    GOOGLE_ADK_BASE_URL: gemini.url,
  });
  /** A fresh one for every case: its circuit breakers remember. */
  const startWorker = async (key?: string) => {
    worker = await startServer('worker', settings(key));
    // It is not before there is a worker.
    await api.ready();
    const client = new ApiClient(api.url);
    sut = client.as(await registerUser(client));
  };

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
    await startWorker();
    gemini.replies(errorReply(503, 'UNAVAILABLE'), textReply(['Hello from Gemini.']));

    const events = await ask('Hello');

    expectCompleteRun(events);
    expect(ofType(events, 'message')[0].content).toBe('Hello from Gemini.');
    expect(ofType(events, 'done')[0].status).toBe('succeeded');
  });

  it('should let the analyst answer, and show it, when Gemini stays in trouble', async () => {
    await startWorker();

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
    await startWorker('a-wrong-key');

    const events = await ask('Which markets does China export smartphones to?');
    const again = await sut.ask('Which markets does China export smartphones to?');

    expect(ofType(events, 'start').map((start) => start.model)).toEqual(['gemini-2.5-flash', 'analyst']);
    expect(again.json).toMatchObject({ status: 'succeeded', model: 'analyst', cache_hit: false });
  });
});
