import { setTimeout as pause } from 'node:timers/promises';
import { AgentOnGemini, codeOf, findings, lookUpTool } from '../../../../test/fakes/gemini/agent-on-gemini.js';
import {
  answer,
  blockedPromptReply,
  callReply,
  chunk,
  errorReply,
  rateLimitReply,
  SILENCE,
  textReply,
  unsafeReply,
  usage,
} from '../../../../test/fakes/gemini/gemini-replies.js';

const TRADE = { name: 'transfer_to_agent', args: { agentName: 'trade_specialist' } };
const CALL = { name: 'query_trade_statistics', args: { product: 'phones' } };

describe('AdkAgentRuntime when it fails or is stopped', () => {
  let agent: AgentOnGemini;

  beforeEach(async () => {
    agent = await AgentOnGemini.start();
  });
  afterEach(() => agent.close());

  describe('failures', () => {
    it.each([
      ['MODEL_UNAUTHORIZED', [errorReply(401)]],
      ['MODEL_UNAUTHORIZED', [errorReply(403)]],
      ['MODEL_NOT_FOUND', [errorReply(404)]],
      ['MODEL_INVALID_REQUEST', [errorReply(400)]],
      [
        'CONTEXT_TOO_LARGE',
        [errorReply(400, 'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).')],
      ],
      ['MODEL_RATE_LIMITED', [rateLimitReply('17.5s')]],
      ['MODEL_OVERLOADED', [errorReply(500), errorReply(503), errorReply(503)]],
      ['MODEL_BLOCKED', [blockedPromptReply()]],
      ['MODEL_BLOCKED', [unsafeReply('Well, ')]],
      ['MODEL_ANSWER_TOO_LONG', [unsafeReply('Very long', 'MAX_TOKENS')]],
      ['MODEL_INVALID_RESPONSE', [unsafeReply('', 'MALFORMED_FUNCTION_CALL')]],
      ['MODEL_INVALID_RESPONSE', [answer([chunk([{ text: '' }], usage(10, 0), 'STOP')])]],
      ['MODEL_INVALID_RESPONSE', [callReply([{ name: 'no_such_tool', args: {} }])]],
      ['MODEL_UNAVAILABLE', [textReply(['Half an ans'], { ending: 'cut', unfinished: true })]],
      ['MODEL_UNAVAILABLE', [textReply(['Half an ans'], { unfinished: true })]],
    ] as const)('should fail with %s', async (code, replies) => {
      agent.gemini.replies(...replies);
      await expect(codeOf(agent.runtime([]).run(agent.request()))).resolves.toBe(code);
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

    it.each([
      ['says nothing', SILENCE],
      ['falls silent', textReply(['Half an ans'], { ending: 'hang', unfinished: true })],
    ])('should say MODEL_UNAVAILABLE when the model %s for longer than a call may take', async (_how, reply) => {
      agent.gemini.replies(reply);
      const sut = agent.runtime([], { timeoutMs: 200 });
      await expect(codeOf(sut.run(agent.request()))).resolves.toBe('MODEL_UNAVAILABLE');
    });

    it('should keep the time a rate limit asks to wait', async () => {
      agent.gemini.replies(rateLimitReply('17.5s'));
      await expect(agent.runtime([]).run(agent.request())).rejects.toMatchObject({
        code: 'MODEL_RATE_LIMITED',
        retryAfter: 18,
        kind: { retryable: true },
      });
    });

    it('should answer when the provider recovers within the retries', async () => {
      agent.gemini.replies(errorReply(503), errorReply(503), textReply(['Here I am.']));
      const { answer: given } = await agent.runtime([]).run(agent.request());
      expect(given).toMatchObject({ content: 'Here I am.', usage: { model_calls: 1 } });
    });

    it('should stop at the limit of model calls', async () => {
      const sut = agent.runtime([lookUpTool(() => Promise.resolve(findings({})))], { maxModelCalls: 2 });
      const call = () => callReply([CALL]);
      agent.gemini.replies(callReply([TRADE]), call(), call(), call());

      await expect(sut.run(agent.request())).rejects.toMatchObject({ code: 'MODEL_CALL_LIMIT', params: { limit: 2 } });
      expect(agent.gemini.requests).toHaveLength(2);
    });
  });

  describe('abort', () => {
    const reason = new Error('cancelled by the user');
    const timeToEnd = async (work: Promise<unknown>) => {
      const settled = work.then(
        () => 'answered',
        (error: unknown) => error,
      );
      const startedAt = performance.now();
      agent.abort.abort(reason);
      return { ended: await settled, ms: performance.now() - startedAt };
    };

    it('should end within 100 ms in the middle of a stream, with the reason, and close the connection', async () => {
      agent.gemini.replies(textReply(['One ', 'two '], { ending: 'hang', unfinished: true }));
      const work = agent
        .runtime([])
        .run(agent.request({ emit: (event) => void (event.type === 'chunk' && streamed()) }));
      let streamed = () => {};
      await new Promise<void>((resolve) => (streamed = resolve));

      const { ended, ms } = await timeToEnd(work);

      expect(ended).toBe(reason);
      expect(ms).toBeLessThan(100);
      await agent.gemini.requests[0]?.gone;
    });

    it('should end within 100 ms when the model says nothing', async () => {
      agent.gemini.replies(SILENCE);
      const work = agent.runtime([]).run(agent.request());
      await agent.gemini.requested(1);
      const { ended, ms } = await timeToEnd(work);
      expect(ended).toBe(reason);
      expect(ms).toBeLessThan(100);
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
      agent.gemini.replies(callReply([TRADE]), callReply([CALL]), textReply(['late']));
      const work = sut.run(agent.request());
      await running;

      const { ended, ms } = await timeToEnd(work);
      finish();
      await pause(20);

      expect(ended).toBe(reason);
      expect(ms).toBeLessThan(100);
      expect(agent.events.map(({ type }) => type)).toEqual(['thinking', 'tool_use']);
      expect(agent.gemini.requests).toHaveLength(2);
    });

    it('should throw the reason at once when aborted before the start', async () => {
      agent.abort.abort(reason);
      await expect(agent.runtime([]).run(agent.request())).rejects.toBe(reason);
      expect(agent.gemini.requests).toHaveLength(0);
    });
  });
});
