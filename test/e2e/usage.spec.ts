import { randomUUID } from 'node:crypto';
import { FakeOpenAi } from '../fakes/openai/fake-openai.js';
import { callReply, errorReply, piece, SILENCE, textReply, unendedReply } from '../fakes/openai/openai-replies.js';
import { type ApiClient, registerUser } from '../support/api-client.js';
import { OwnSystem } from '../support/own-system.js';
import { openSse } from '../support/sse-client.js';

const TRANSFER = { name: 'transfer_to_agent', args: { agentName: 'trade_specialist' } };
const today = () => new Date().toISOString().slice(0, 10);
const usage = (input_tokens: number, output_tokens: number, model_calls: number) => ({
  input_tokens,
  output_tokens,
  total_tokens: input_tokens + output_tokens,
  model_calls,
  tool_calls: 0,
});

/** An OpenAI-compatible server as the only model; a small quota a day. */
describe('what runs cost', () => {
  let openai: FakeOpenAi;
  let system: OwnSystem;
  let api: ApiClient;
  let sut: ApiClient;

  beforeAll(async () => {
    openai = await FakeOpenAi.start('a-valid-key');
    system = await OwnSystem.start({
      OPENAI_BASE_URL: openai.url,
      OPENAI_API_KEY: 'a-valid-key',
      AGENT_MODEL: 'openai:a-model',
      // Itself again is nobody.
      AGENT_FALLBACK_MODELS: 'openai:a-model',
      AGENT_MAX_RETRIES: '1',
      AGENT_DAILY_RUNS: '2',
      AGENT_DAILY_TOKENS: '200',
    });
    api = system.api;
  });
  afterAll(async () => {
    await system.stop();
    await openai.close();
  });
  beforeEach(async () => {
    sut = api.as(await registerUser(api));
  });

  const ask = (options: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
    sut.ask(`How many? ${randomUUID()}`, options, { headers });
  const lastRun = async () => (await sut.get('/agent/runs')).json.items[0];

  it('should tell the model’s tokens with its answer, and which numbers no tool returned', async () => {
    openai.replies(textReply(['There are ', '17 million.']));

    const { status, json } = await ask();
    const { items } = (await sut.get(`/chat/sessions/${json.session_id}/messages`)).json;

    const grounding = { checked: 1, matched: 0, derived: 0, unmatched: [{ text: '17 million', offset: 10 }] };
    expect(status).toBe(200);
    expect(json).toMatchObject({
      model: 'openai:a-model',
      content: 'There are 17 million.',
      usage: usage(100, 10, 1),
      grounding,
    });
    expect(items).toMatchObject([
      { role: 'assistant', grounding },
      { role: 'user', grounding: null },
    ]);
  });

  it('should charge a failed run for what it spent', async () => {
    openai.replies(callReply([TRANSFER]), textReply(['No'], { finish: 'content_filter' }));

    expect(await ask()).toMatchObject({ status: 422, json: { code: 'MODEL_BLOCKED' } });

    expect(await lastRun()).toMatchObject({ status: 'failed', attempts: 1, usage: usage(200, 17, 2) });
  });

  it('should tell a failure by one code, and one charge, wherever it is told', async () => {
    openai.replies(callReply([TRANSFER]), textReply(['No'], { finish: 'content_filter' }));
    const answer = await ask();
    const { id } = await lastRun();

    const { json: record } = await sut.get(`/agent/runs/${id}`);
    const stream = await openSse(sut.url(`/agent/runs/${id}/events`), { headers: sut.authorization });
    const [error, done] = (await stream.toEnd()).slice(-2).map(({ data }) => data);

    const { code, content, retryable } = error;
    expect(error).toMatchObject({ type: 'error', code: answer.json.code, retryable: false });
    expect(content).toBe(answer.json.detail);
    expect(record).toMatchObject({ status: 'failed', error: { code, content, retryable } });
    expect(done).toMatchObject({ type: 'done', status: 'failed', usage: record.usage });
    expect(answer.json.type).toBe(`/errors/${code}`);
  });

  it('should charge all attempts that ended by themselves', async () => {
    openai.replies(callReply([TRANSFER]), errorReply(503), errorReply(503), errorReply(503), textReply(['Here.']));

    const { json } = await ask();

    expect(json).toMatchObject({ content: 'Here.', usage: usage(200, 17, 3) });
    expect(await lastRun()).toMatchObject({ status: 'succeeded', attempts: 2, usage: json.usage });
  });

  it('should charge a cancelled run for what the model had counted by then', async () => {
    const counted = { ...piece({ content: 'One ' }), usage: { prompt_tokens: 50, completion_tokens: 4 } };
    openai.replies(unendedReply([counted, { ...counted, ...piece({ content: 'two ' }) }], 'hang'));
    const asked = openai.requests.length;
    const { json: accepted } = await ask({}, { prefer: 'respond-async' });
    await openai.requested(asked + 1);
    const follower = await fetch(sut.url(`/agent/runs/${accepted.run_id}/events`), { headers: sut.authorization });
    const words = follower.body?.pipeThrough(new TextDecoderStream()).getReader();
    for (let seen = ''; !seen.includes('One ');) seen += (await words?.read())?.value ?? '';

    const { json: receipt } = await sut.post(`/agent/runs/${accepted.run_id}/cancel`);
    await words?.cancel();

    expect(receipt).toMatchObject({ status: 'cancelled', delivered: true });
    expect(await lastRun()).toMatchObject({ status: 'cancelled', usage: usage(50, 4, 1) });
  });

  it('should charge a timed-out run', async () => {
    openai.replies(callReply([TRANSFER]), SILENCE);
    await ask({ timeout_seconds: 5 });
    expect(await lastRun()).toMatchObject({ status: 'timed_out', usage: usage(100, 12, 2) });
  });

  it('should refuse what is beyond the tokens of a day, and say when to come again', async () => {
    openai.replies(callReply([TRANSFER]), textReply(['Twelve.']));
    expect((await ask()).json.usage.total_tokens).toBe(217);

    const refused = await ask();

    expect(refused).toMatchObject({
      status: 429,
      json: { code: 'TOKEN_QUOTA_EXCEEDED', retry_after: expect.any(Number) },
    });
    expect(refused.headers.get('retry-after')).toBe(String(refused.json.retry_after));
    const untilMidnight = (Date.parse(`${today()}T00:00:00Z`) + 86_400_000 - Date.now()) / 1_000;
    expect(refused.json.retry_after).toBeLessThanOrEqual(untilMidnight + 5);
    expect((await sut.get('/agent/runs')).json.items).toHaveLength(1);
  });

  it('should refuse what is beyond the questions of a day, but not the repetition of an accepted one', async () => {
    openai.replies(errorReply(401), textReply(['Twelve.']));
    await ask();
    const message = `How many? ${randomUUID()}`;
    const key = { headers: { 'idempotency-key': randomUUID() } };
    const second = await sut.ask(message, {}, key);

    const refused = await ask();
    const again = await sut.ask(message, {}, key);

    expect(second.json.content).toBe('Twelve.');
    expect(second.headers.get('ratelimit-policy')).toContain(', "query-day";q=2;w=86400');
    expect(second.headers.get('ratelimit')).toContain(', "query-day";r=0;t=');
    expect(refused.headers.get('retry-after')).toBe(String(refused.json.retry_after));
    expect(refused.headers.get('ratelimit')).toContain(`, "query-day";r=0;t=${refused.json.retry_after}`);
    expect(again.headers.get('ratelimit')).not.toContain('query-day');
    expect(refused).toMatchObject({ status: 429, json: { code: 'RUN_QUOTA_EXCEEDED' } });
    expect(again).toMatchObject({ status: 200, json: { run_id: second.json.run_id } });
  });

  describe('GET /agent/usage', () => {
    it('should add up a user’s own runs by day, and say what is left', async () => {
      openai.replies(textReply(['Twelve.']), errorReply(401));
      await ask();
      await ask();

      const { status, json } = await sut.get('/agent/usage');

      const day = {
        runs: 2,
        succeeded: 1,
        failed: 1,
        cancelled: 0,
        timed_out: 0,
        cache_hits: 0,
        ...usage(100, 5, 2),
      };
      expect(status).toBe(200);
      expect(json).toEqual({
        from: new Date(Date.parse(today()) - 29 * 86_400_000).toISOString().slice(0, 10),
        to: today(),
        days: [{ date: today(), ...day }],
        total: day,
        quota: {
          runs: { limit: 2, used: 2, reserved: 0, left: 0 },
          tokens: { limit: 200, used: 105, reserved: 0, left: 95 },
          resets_at: new Date(Date.parse(today()) + 86_400_000).toISOString(),
        },
      });
    });

    it('should show nothing of other days and other users', async () => {
      openai.replies(textReply(['Twelve.']));
      await ask();
      const other = api.as(await registerUser(api));

      expect((await sut.get('/agent/usage?from=2020-01-01&to=2020-12-31')).json.days).toEqual([]);
      expect((await other.get('/agent/usage')).json).toMatchObject({ days: [], total: { runs: 0, total_tokens: 0 } });
    });

    it.each(['from=2026-02-30', 'to=yesterday', 'from=2026-03-02&to=2026-03-01', 'from=2020-01-01&to=2026-01-01'])(
      'should refuse %s',
      async (query) => {
        expect((await sut.get(`/agent/usage?${query}`)).status).toBe(422);
      },
    );
  });

  it('should list the models in use, and what would switch on the others', async () => {
    const { status, json } = await sut.get('/agent/models');
    expect(status).toBe(200);
    expect(Date.now() - Date.parse(json.reported_at)).toBeLessThan(60_000);
    expect(json.models).toEqual([
      { name: 'openai:a-model', role: 'preferred', state: 'up', needs: null },
      { name: 'analyst', role: null, state: 'off', needs: 'AGENT_FALLBACK_MODELS' },
      { name: 'gemini', role: null, state: 'off', needs: 'GOOGLE_ADK_API_KEY' },
    ]);
  });
});
