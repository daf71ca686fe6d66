import { setTimeout as pause } from 'node:timers/promises';
import {
  type AgentOnModel,
  codeOf,
  findings,
  lookUpTool,
  type Scene,
  source,
} from '../../../../../test/fakes/agent-on-model.js';
import { AgentOnGemini } from '../../../../../test/fakes/gemini/agent-on-gemini.js';
import { AgentOnOpenAi } from '../../../../../test/fakes/openai/agent-on-openai.js';

const TRADE = { name: 'transfer_to_agent', args: { agentName: 'trade_specialist' } };
const CALL = { name: 'query_trade_statistics', args: { product: 'phones' } };
const call = (...calls: { name: string; args: Record<string, unknown> }[]): Scene => ({ kind: 'calls', calls });
const text = (...pieces: string[]): Scene => ({ kind: 'text', pieces });
const error = (status: number): Scene => ({ kind: 'error', status });

/** What every model does, whatever its provider speaks. */
describe.each([
  ['Gemini', () => AgentOnGemini.start()],
  ['an OpenAI-compatible model', () => AgentOnOpenAi.start()],
])('the agent on %s', (_name, start: () => Promise<AgentOnModel>) => {
  let agent: AgentOnModel;

  beforeEach(async () => {
    agent = await start();
  });
  afterEach(() => agent.close());

  describe('answers', () => {
    it('should hand over, call the tool and stream the answer once', async () => {
      const inputs: unknown[] = [];
      const sut = agent.runtime([
        lookUpTool((input) => {
          inputs.push(input);
          return Promise.resolve(findings({ rows: [{ value_usd: 12, source_id: 'baci' }] }, [source('baci', 'BACI')]));
        }),
      ]);
      agent.play(call(TRADE), call(CALL), text('It was **12', '** dollars [s', '1].'));

      const { answer } = await sut.run(agent.request());

      expect(inputs).toEqual([{ product: 'phones', limit: 5 }]);
      expect(agent.functionsOfferedTo(0)).toEqual(['transfer_to_agent']);
      expect(agent.functionsOfferedTo(1)).toContain('query_trade_statistics');
      expect(agent.resultsToldTo(2).at(-1)).toMatchObject({
        ok: true,
        findings: { data: { rows: [{ value_usd: 12 }] } },
      });
      expect(answer.content).toBe('It was **12** dollars [s1].');
      expect(
        agent
          .ofType('chunk')
          .map(({ content }) => content)
          .join(''),
      ).toBe(answer.content);
      expect(agent.events.map(({ type }) => type)).toEqual([
        'thinking',
        'tool_use',
        'tool_result',
        'chunk',
        'chunk',
        'chunk',
      ]);
    });

    it('should count usage once per model call', async () => {
      agent.play(call(TRADE), call(CALL), { kind: 'text', pieces: ['Twelve.', '!'], thoughts: ['Done'] });
      const { answer } = await agent.runtime([lookUpTool(() => Promise.resolve(findings({})))]).run(agent.request());
      expect(answer.usage).toEqual({
        input_tokens: 300,
        output_tokens: 35,
        total_tokens: 335,
        model_calls: 3,
        tool_calls: 1,
      });
    });

    it('should show thoughts and never write them into the answer or the history', async () => {
      agent.play({ kind: 'text', pieces: ['Hello!'], thoughts: ['I will ', 'greet.'] });
      const outcome = await agent.runtime([]).run(agent.request({ message: 'Hi' }));
      expect(agent.ofType('thinking').map(({ content }) => content)).toEqual(['I will ', 'greet.']);
      expect(outcome.answer.content).toBe('Hello!');
      expect(JSON.stringify(outcome.agentEvents)).not.toContain('greet.');
    });

    it('should make several calls of one answer and tell the model each result', async () => {
      const sut = agent.runtime([lookUpTool(({ product }) => Promise.resolve(findings({ product })))]);
      agent.play(
        call(TRADE),
        call(CALL, { ...CALL, args: { product: 'laptops' } }, { ...CALL, args: { product: '手机' } }),
        text('Three.'),
      );

      const { answer } = await sut.run(agent.request());

      expect(answer.tool_calls.map(({ arguments: args }) => args['product'])).toEqual(['phones', 'laptops', '手机']);
      expect(agent.resultsToldTo(2).slice(-3)).toEqual(
        ['phones', 'laptops', '手机'].map((product) =>
          expect.objectContaining({ findings: expect.objectContaining({ data: { product } }) }),
        ),
      );
      expect(answer.usage).toMatchObject({ model_calls: 3, tool_calls: 3 });
    });

    it('should go on with a conversation that had calls', async () => {
      const sut = agent.runtime([lookUpTool(() => Promise.resolve(findings({ value: 12 })))]);
      agent.play(call(TRADE), call(CALL), text('Twelve.'));
      const first = await sut.run(agent.request());
      agent.play(text('As said, twelve.'));

      const second = await sut.run(agent.request({ message: 'And again?', history: first.agentEvents }));

      expect(second.answer.content).toBe('As said, twelve.');
      expect(agent.resultsToldTo(3).at(-1)).toMatchObject({ findings: { data: { value: 12 } } });
    });

    it('should say which numbers of the answer no tool returned', async () => {
      agent.play(
        call(TRADE),
        call(CALL),
        text('Of 50 million, 12.5 million ', 'are phones (25%), 77.7 million are not.'),
      );
      const found = findings([{ value_usd: 50_000_000 }, { value_usd: 12_500_000 }]);
      const { answer } = await agent.runtime([lookUpTool(() => Promise.resolve(found))]).run(agent.request());
      expect(answer.grounding).toEqual({
        checked: 4,
        matched: 3,
        derived: 1,
        unmatched: [{ text: '77.7 million', offset: answer.content.indexOf('77.7') }],
      });
    });

    it('should tell the model of wrong arguments', async () => {
      agent.play(call(TRADE), call({ ...CALL, args: { product: 'x' } }), text('Sorry.'));
      await agent.runtime([lookUpTool(() => Promise.resolve(findings({})))]).run(agent.request());
      expect(agent.resultsToldTo(2).at(-1)).toMatchObject({ ok: false, error: { code: 'TOOL_ARGUMENTS_INVALID' } });
    });
  });

  describe('failures', () => {
    it.each<[string, Scene[]]>([
      ['MODEL_UNAUTHORIZED', [error(401)]],
      ['MODEL_UNAUTHORIZED', [error(403)]],
      ['MODEL_NOT_FOUND', [error(404)]],
      ['MODEL_INVALID_REQUEST', [error(400)]],
      ['CONTEXT_TOO_LARGE', [{ kind: 'overlong' }]],
      ['MODEL_RATE_LIMITED', [{ kind: 'limited', retryAfter: 17 }]],
      ['MODEL_OVERLOADED', [error(500), error(503), error(503)]],
      ['MODEL_BLOCKED', [{ kind: 'blocked' }]],
      ['MODEL_BLOCKED', [{ kind: 'stopped', text: 'Well, ', why: 'safety' }]],
      ['MODEL_ANSWER_TOO_LONG', [{ kind: 'stopped', text: 'Very long', why: 'length' }]],
      ['MODEL_INVALID_RESPONSE', [text('')]],
      ['MODEL_INVALID_RESPONSE', [call({ name: 'no_such_tool', args: {} })]],
      ['MODEL_UNAVAILABLE', [{ kind: 'text', pieces: ['Half an ans'], ending: 'cut', unfinished: true }]],
      ['MODEL_UNAVAILABLE', [{ kind: 'text', pieces: ['Half an ans'], unfinished: true }]],
    ])('should fail with %s: %j', async (code, scenes) => {
      agent.play(...scenes);
      await expect(codeOf(agent.runtime([]).run(agent.request()))).resolves.toBe(code);
    });

    it('should say what was spent before the failure', async () => {
      agent.play(call(TRADE), call(CALL), { kind: 'stopped', text: 'Well, ', why: 'safety' });
      const sut = agent.runtime([lookUpTool(() => Promise.resolve(findings({})))]);
      await expect(codeOf(sut.run(agent.request()))).resolves.toBe('MODEL_BLOCKED');
      expect(agent.spent).toEqual({
        input_tokens: 300,
        output_tokens: 29,
        total_tokens: 329,
        model_calls: 3,
        tool_calls: 1,
      });
    });

    it('should say MODEL_UNAUTHORIZED when the key is not valid', async () => {
      await expect(codeOf(agent.runtime([], { apiKey: 'another' }).run(agent.request()))).resolves.toBe(
        'MODEL_UNAUTHORIZED',
      );
    });

    it('should say MODEL_UNAVAILABLE when nothing listens', async () => {
      const sut = agent.runtime([], { baseUrl: 'http://127.0.0.1:1' });
      await expect(codeOf(sut.run(agent.request()))).resolves.toBe('MODEL_UNAVAILABLE');
    });

    it.each<[string, Scene]>([
      ['says nothing', { kind: 'silence' }],
      ['falls silent', { kind: 'text', pieces: ['Half an ans'], ending: 'hang', unfinished: true }],
    ])('should say MODEL_UNAVAILABLE when the model %s for longer than a call may take', async (_how, scene) => {
      agent.play(scene);
      const sut = agent.runtime([], { timeoutMs: 200 });
      await expect(codeOf(sut.run(agent.request()))).resolves.toBe('MODEL_UNAVAILABLE');
    });

    it('should keep the time a rate limit asks to wait', async () => {
      agent.play({ kind: 'limited', retryAfter: 17.5 });
      await expect(agent.runtime([]).run(agent.request())).rejects.toMatchObject({
        code: 'MODEL_RATE_LIMITED',
        retryAfter: 18,
        kind: { retryable: true },
      });
    });

    it('should answer when the provider recovers within the retries', async () => {
      agent.play(error(503), error(503), text('Here I am.'));
      const { answer } = await agent.runtime([]).run(agent.request());
      expect(answer).toMatchObject({ content: 'Here I am.', usage: { model_calls: 1 } });
    });

    it('should not call again when the run is another’s by then', async () => {
      agent.play(error(503), text('Here I am.'));
      const gone = new Error('The run is another’s');
      const confirm = jest.fn().mockResolvedValueOnce(undefined).mockRejectedValueOnce(gone);

      await expect(agent.runtime([]).run(agent.request({ confirm }))).rejects.toThrow(gone);

      expect(agent.requestCount).toBe(1);
    });

    it('should stop at the limit of model calls', async () => {
      const sut = agent.runtime([lookUpTool(() => Promise.resolve(findings({})))], { maxModelCalls: 2 });
      agent.play(call(TRADE), call(CALL), call(CALL), call(CALL));

      await expect(sut.run(agent.request())).rejects.toMatchObject({ code: 'MODEL_CALL_LIMIT', params: { limit: 2 } });
      expect(agent.requestCount).toBe(2);
    });
  });

  describe('abort', () => {
    const reason = new Error('cancelled by the user');
    /** Milliseconds: a hundredth of them on a machine with nothing else to do, and below every limit on time that would end it, too. */
    const AT_ONCE = 10_000;
    const timeToEnd = async (work: Promise<unknown>) => {
      const settled = work.then(
        () => 'answered',
        (thrown: unknown) => thrown,
      );
      const startedAt = performance.now();
      agent.abort.abort(reason);
      return { ended: await settled, ms: performance.now() - startedAt };
    };

    it('should end at once in the middle of a stream, with the reason, and close the connection', async () => {
      agent.play({ kind: 'text', pieces: ['One ', 'two '], ending: 'hang', unfinished: true });
      let streamed = () => {};
      const work = agent
        .runtime([])
        .run(agent.request({ emit: (event) => void (event.type === 'chunk' && streamed()) }));
      await new Promise<void>((resolve) => (streamed = resolve));

      const { ended, ms } = await timeToEnd(work);

      expect(ended).toBe(reason);
      expect(ms).toBeLessThan(AT_ONCE);
      expect(agent.spent).toMatchObject({ model_calls: 1 });
      await agent.firstGone();
    });

    it('should end at once when the model says nothing', async () => {
      agent.play({ kind: 'silence' });
      const work = agent.runtime([]).run(agent.request());
      await agent.requested(1);
      const { ended, ms } = await timeToEnd(work);
      expect(ended).toBe(reason);
      expect(ms).toBeLessThan(AT_ONCE);
    });

    it('should not wait for a tool that ignores the signal, nor pass on what it still says', async () => {
      let finish = () => {};
      let started = () => {};
      const running = new Promise<void>((resolve) => (started = resolve));
      const sut = agent.runtime([
        lookUpTool(async (_, { progress }) => {
          started();
          await new Promise<void>((resolve) => (finish = resolve));
          progress(1, 'too late');
          return findings({});
        }),
      ]);
      agent.play(call(TRADE), call(CALL), text('late'));
      const work = sut.run(agent.request());
      await running;

      const { ended, ms } = await timeToEnd(work);
      finish();
      await pause(20);

      expect(ended).toBe(reason);
      expect(ms).toBeLessThan(AT_ONCE);
      expect(agent.events.map(({ type }) => type)).toEqual(['thinking', 'tool_use']);
      expect(agent.requestCount).toBe(2);
    });

    it('should throw the reason at once when aborted before the start', async () => {
      agent.abort.abort(reason);
      await expect(agent.runtime([]).run(agent.request())).rejects.toBe(reason);
      expect(agent.requestCount).toBe(0);
    });
  });
});
