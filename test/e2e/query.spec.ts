import { randomUUID } from 'node:crypto';
import { ApiClient, registerUser } from '../support/api-client.js';
import { expectCompleteRun } from '../support/run-digest.js';
import { openSse } from '../support/sse-client.js';

const PHONES_TO_USA = '查询2024年手机对美国的出口数据';

describe('POST /agent/query', () => {
  let sut: ApiClient;
  const unique = (question: string) => `${question}（${randomUUID().slice(0, 8)}）`;

  beforeAll(async () => {
    sut = new ApiClient().as(await registerUser());
  });

  describe('with stream false', () => {
    it('should answer with content, sources, tool calls and usage when the run is over', async () => {
      const answer = await sut.ask(PHONES_TO_USA, { session_id: 'phones', cache: false });

      expect(answer.status).toBe(200);
      expect(answer.json).toEqual({
        run_id: expect.any(String),
        session_id: 'phones',
        status: 'succeeded',
        content: expect.any(String),
        language: 'zh',
        sources: expect.any(Array),
        tool_calls: expect.any(Array),
        artifacts: [],
        grounding: {
          checked: expect.any(Number),
          matched: expect.any(Number),
          derived: expect.any(Number),
          unmatched: [],
        },
        usage: {
          input_tokens: expect.any(Number),
          output_tokens: expect.any(Number),
          total_tokens: expect.any(Number),
          model_calls: expect.any(Number),
          tool_calls: expect.any(Number),
        },
        model: 'analyst',
        cache_hit: false,
        duration_ms: expect.any(Number),
        error: null,
      });
      expect(answer.json.usage.tool_calls).toBe(answer.json.tool_calls.length);
      expect(answer.json.grounding.checked).toBeGreaterThan(0);
      expect(answer.json.grounding.matched).toBe(answer.json.grounding.checked);
    });

    it('should name a source with period and URL for its figures, and say that 2024 is not held', async () => {
      const { json } = await sut.ask(PHONES_TO_USA, { session_id: 'phones-sources' });

      expect(json.tool_calls.map((call: { tool: string }) => call.tool)).toContain('query_trade_statistics');
      expect(json.content).toMatch(/468\.9\s*亿美元/);
      expect(json.content).toMatch(/2022.2023年?(的)?(年)?(均|平均)|年均|平均/);
      expect(json.content).toMatch(/(没有|未收录|不含|缺)[^。]*2024\s*年/);
      expect(json.sources.length).toBeGreaterThan(0);
      for (const source of json.sources) {
        expect(source).toMatchObject({
          id: expect.stringMatching(/^s\d+$/),
          title: expect.any(String),
          url: expect.stringMatching(/^https?:\/\//),
          retrieved_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        });
      }
    });

    it('should answer in English when asked in English', async () => {
      const { json } = await sut.ask('Which markets does China export smartphones to?');

      expect(json).toMatchObject({ status: 'succeeded', language: 'en' });
      expect(json.content).toMatch(/US\$/);
    });

    it('should make a session of its own when no session_id is sent', async () => {
      const [first, second] = await Promise.all([sut.ask(unique('你好')), sut.ask(unique('你好'))]);

      expect(first.json.session_id).not.toBe(second.json.session_id);
    });
  });

  describe('with stream true', () => {
    it('should send every event of the run once and in order, and close after done', async () => {
      const stream = await openSse(sut.url('/agent/query'), {
        headers: sut.authorization,
        body: { message: unique(PHONES_TO_USA), session_id: 'streamed', stream: true, cache: false },
      });

      const events = await stream.toEnd();

      expectCompleteRun(events);
      const types = events.map((event) => event.data.type);
      expect(types).toEqual(
        expect.arrayContaining(['start', 'thinking', 'tool_use', 'tool_result', 'chunk', 'message']),
      );
      const chunks = events.filter((event) => event.data.type === 'chunk').map((event) => event.data.content);
      expect(chunks.join('')).toBe(events.at(-2)?.data.content);
      expect(events.every((event) => event.name === undefined && event.id !== undefined)).toBe(true);
      expect(events.every((event) => event.data.session_id === 'streamed')).toBe(true);
    });

    it('should send headers that keep proxies from buffering or compressing', async () => {
      const stream = await openSse(sut.url('/agent/query'), {
        headers: { ...sut.authorization, 'accept-encoding': 'gzip' },
        body: { message: '你好', stream: true },
      });
      await stream.toEnd();

      expect(stream.response.headers.get('x-accel-buffering')).toBe('no');
      expect(stream.response.headers.get('cache-control')).toContain('no-transform');
      expect(stream.response.headers.get('content-encoding')).toBeNull();
    });

    it('should go on with the run when the client leaves', async () => {
      const stream = await openSse(sut.url('/agent/query'), {
        headers: sut.authorization,
        body: { message: unique('分析富士康科技集团的供应商资质和贸易能力'), session_id: 'left', stream: true },
      });
      const queued = await stream.waitForType('queued');
      await stream.close();

      const replay = await openSse(sut.url(`/agent/runs/${queued.data.run_id}/events`), { headers: sut.authorization });

      expectCompleteRun(await replay.toEnd());
    });
  });

  describe('with Prefer: respond-async', () => {
    it('should answer 202 with the run’s location at once', async () => {
      const accepted = await sut.ask(unique('你好'), {}, { headers: { prefer: 'respond-async' } });

      expect(accepted.status).toBe(202);
      expect(accepted.headers.get('location')).toBe(`/api/v1/agent/runs/${accepted.json.run_id}`);
      const run = await sut.get(`/agent/runs/${accepted.json.run_id}`);
      expect(run.json.id).toBe(accepted.json.run_id);
      expect(accepted.json.status).toBe('queued');
    });

    it.each(['respond-async; foo=1', 'wait=10, Respond-Async ;foo="a"'])('should understand %s', async (prefer) => {
      const accepted = await sut.ask(unique('你好'), {}, { headers: { prefer } });

      expect(accepted.status).toBe(202);
      expect(accepted.headers.get('preference-applied')).toBe('respond-async');
    });

    it('should tell the state of a run that is over when the request is repeated', async () => {
      const headers = { 'idempotency-key': randomUUID() };
      await sut.ask('你好', {}, { headers });

      const again = await sut.ask('你好', {}, { headers: { ...headers, prefer: 'respond-async' } });

      expect(again).toMatchObject({ status: 202, json: { status: 'succeeded' } });
    });
  });

  describe('with an Idempotency-Key', () => {
    const keyed = (key: string) => ({ headers: { 'idempotency-key': key } });

    it('should run once when the same request comes many times at once', async () => {
      const key = randomUUID();
      const question = unique('你好');

      const answers = await Promise.all(
        Array.from({ length: 20 }, () => sut.ask(question, { session_id: 'once' }, keyed(key))),
      );

      expect(new Set(answers.map((answer) => answer.json.run_id)).size).toBe(1);
      expect(answers.every((answer) => answer.status === 200)).toBe(true);
      const runs = await sut.get('/agent/runs?session_id=once');
      expect(runs.json.items).toHaveLength(1);
    });

    it('should give the old run’s answer when the request is repeated later', async () => {
      const key = randomUUID();
      const first = await sut.ask('你好', {}, keyed(key));

      const again = await sut.ask('你好', {}, keyed(key));

      expect(again.json.run_id).toBe(first.json.run_id);
      expect(again.json.content).toBe(first.json.content);
    });

    it('should send only later events when a stream is asked for again with the last id seen', async () => {
      const key = randomUUID();
      const again = (headers: Record<string, string> = {}) => ({
        headers: { ...sut.authorization, 'idempotency-key': key, ...headers },
        body: { message: '你好', session_id: 'streamed-again', stream: true, cache: false },
      });
      const url = sut.url('/agent/query');
      // Of no meaning to a run that begins only now.
      const whole = await (await openSse(url, again({ 'last-event-id': '1600000000000-0' }))).toEnd();
      const [seen] = whole.slice(2);

      const rest = await (await openSse(url, again({ 'last-event-id': seen?.id as string }))).toEnd();
      const { headers, body } = again({ 'last-event-id': whole.at(-1)?.id as string });
      const over = await sut.post('/agent/query', body, { headers });
      const junk = await sut.post('/agent/query', body, { headers: { ...headers, 'last-event-id': 'yesterday' } });

      expectCompleteRun(whole);
      expect(rest.map(({ id, raw }) => [id, raw])).toEqual(whole.slice(3).map(({ id, raw }) => [id, raw]));
      expect(over).toMatchObject({ status: 204, text: '' });
      expect(junk).toMatchObject({ status: 422, json: { code: 'INVALID_LAST_EVENT_ID' } });
    });

    it('should say that the answer is gone when its conversation was deleted meanwhile', async () => {
      const key = randomUUID();
      await sut.ask('你好', { session_id: 'deleted-since' }, keyed(key));
      await sut.request('/chat/sessions/deleted-since', { method: 'DELETE' });

      const again = await sut.ask('你好', { session_id: 'deleted-since' }, keyed(key));

      expect(again).toMatchObject({ status: 410, json: { code: 'ANSWER_DELETED' } });
    });

    it('should refuse the key when the body differs', async () => {
      const key = randomUUID();
      await sut.ask('你好', {}, keyed(key));

      const other = await sut.ask('再见', {}, keyed(key));

      expect(other.status).toBe(422);
      expect(other.json.code).toBe('IDEMPOTENCY_KEY_REUSED');
    });

    it.each([
      ['an empty key', ''],
      ['a key of 256 characters', 'k'.repeat(256)],
      ['a key with other characters than ASCII', 'clé'],
    ])('should refuse %s, and ask nothing', async (_what, key) => {
      const session = `refused-${randomUUID()}`;

      const refused = await sut.ask('你好', { session_id: session }, keyed(key));

      expect(refused).toMatchObject({ status: 422, json: { code: 'INVALID_IDEMPOTENCY_KEY' } });
      expect((await sut.get(`/agent/runs?session_id=${session}`)).json.items).toEqual([]);
    });

    it('should take a key of 255 characters', async () => {
      expect((await sut.ask('你好', {}, keyed(randomUUID().padEnd(255, 'k')))).status).toBe(200);
    });

    it('should keep two users with the same key apart', async () => {
      const key = randomUUID();
      const somebodyElse = new ApiClient().as(await registerUser());

      const mine = await sut.ask('你好', {}, keyed(key));
      const theirs = await somebodyElse.ask('你好', {}, keyed(key));

      expect(theirs.status).toBe(200);
      expect(theirs.json.run_id).not.toBe(mine.json.run_id);
    });
  });

  describe('with a question that was asked before', () => {
    it('should answer from the cache, marked as such, also for another user and other spacing', async () => {
      const question = unique('Which markets does China export laptops to?');
      const first = await sut.ask(question);
      const somebodyElse = new ApiClient().as(await registerUser());

      const again = await somebodyElse.ask(`  ${question.toUpperCase()}  `);

      expect(first.json.cache_hit).toBe(false);
      expect(again.json).toMatchObject({ cache_hit: true, status: 'succeeded', content: first.json.content });
      expect(again.json.run_id).not.toBe(first.json.run_id);
    });

    it('should stream a cached answer as a whole run', async () => {
      const question = unique('你好，请介绍TradeFlow的功能');
      await sut.ask(question);

      const stream = await openSse(sut.url('/agent/query'), {
        headers: sut.authorization,
        body: { message: question, stream: true },
      });

      const events = await stream.toEnd();
      expectCompleteRun(events);
      expect(events.at(-1)?.data.cache_hit).toBe(true);
    });

    it('should work it out anew when cache is false', async () => {
      const question = unique('你好');
      await sut.ask(question);

      expect((await sut.ask(question, { cache: false })).json.cache_hit).toBe(false);
    });
  });

  describe('with on_busy', () => {
    it('should refuse with SESSION_BUSY and write nothing when the session is at work and on_busy is reject', async () => {
      const session = `busy-${randomUUID()}`;
      const accepted = await Promise.all(
        Array.from({ length: 6 }, (_unused, index) =>
          sut.ask(unique(`比亚迪电子的出口情况和主要市场 ${index}`), {
            session_id: session,
            on_busy: 'reject',
            cache: false,
          }),
        ),
      );

      const refused = accepted.filter((answer) => answer.status === 409);
      expect(refused.length).toBeGreaterThan(0);
      expect(refused[0]?.json).toMatchObject({ code: 'SESSION_BUSY', retry_after: expect.any(Number) });
      const runs = await sut.get(`/agent/runs?session_id=${session}`);
      expect(runs.json.items).toHaveLength(accepted.length - refused.length);
    });

    it('should answer all questions of a session one after the other when they wait in line', async () => {
      const session = `line-${randomUUID()}`;

      const answers = await Promise.all(
        Array.from({ length: 5 }, () => sut.ask(unique('你好'), { session_id: session })),
      );

      expect(answers.map((answer) => answer.json.status)).toEqual(Array.from({ length: 5 }, () => 'succeeded'));
      const { json } = await sut.get(`/agent/runs?session_id=${session}`);
      const spans = json.items.map((run: { started_at: string; finished_at: string }) => [
        Date.parse(run.started_at),
        Date.parse(run.finished_at),
      ]);
      spans.sort((a: number[], b: number[]) => (a[0] as number) - (b[0] as number));
      for (let next = 1; next < spans.length; next += 1)
        expect(spans[next][0]).toBeGreaterThanOrEqual(spans[next - 1][1]);
    });
  });
});
