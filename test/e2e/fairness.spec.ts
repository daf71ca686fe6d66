import { randomUUID } from 'node:crypto';
import { FakeGemini, type SeenRequest } from '../fakes/gemini/fake-gemini.js';
import { textReply } from '../fakes/gemini/gemini-replies.js';
import { type ApiClient, registerUser } from '../support/api-client.js';
import { OwnSystem } from '../support/own-system.js';
import { openSse } from '../support/sse-client.js';

const CROWD = 100;

/** One worker with two places, of which one user may have one; a model that answers only when it is let. */
describe('fairness', () => {
  let gemini: FakeGemini;
  let system: OwnSystem;
  let api: ApiClient;
  /** The questions the model was asked, in their order. */
  const asked: string[] = [];
  let letAnswer = () => {};
  const mayAnswer = new Promise<void>((resolve) => (letAnswer = resolve));

  beforeAll(async () => {
    gemini = await FakeGemini.start();
    gemini.respond(async ({ body }: SeenRequest) => {
      asked.push(body.contents.at(-1)?.parts?.[0]?.text ?? '');
      await mayAnswer;
      return textReply(['Done.']);
    });
    system = await OwnSystem.start({
      GOOGLE_ADK_API_KEY: 'any-key',
      GOOGLE_ADK_BASE_URL: gemini.url,
      AGENT_RUNNER_POOL_SIZE: '2',
      AGENT_MAX_CONCURRENT_RUNS_PER_USER: '1',
      AGENT_MAX_TIMEOUT_SECONDS: '60',
      AGENT_TIMEOUT_SECONDS: '60',
    });
    api = system.api;
  });
  afterAll(async () => {
    letAnswer();
    await system.stop();
    await gemini.close();
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

    // A third has a place, and both workers' are taken.
    const third = api.as(await registerUser(api));
    const { run_id } = (await third.ask('third 1', { cache: false }, respondAsync)).json;
    const queued = await openSse(third.url(`/agent/runs/${run_id}/events`), { headers: third.authorization });
    await queued.waitFor(({ data }) => data.type === 'queued' && data.position === 1 && data.eta_ms > 0);

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
