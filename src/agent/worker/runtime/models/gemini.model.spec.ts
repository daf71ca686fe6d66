import { codeOf } from '../../../../../test/fakes/agent-on-model.js';
import { AgentOnGemini } from '../../../../../test/fakes/gemini/agent-on-gemini.js';
import { textReply, unsafeReply } from '../../../../../test/fakes/gemini/gemini-replies.js';
import { createGemini } from './model-factory.js';

/** What only Gemini does; what all models do is in model-behaviour.spec.ts. */
describe('GeminiModel', () => {
  let agent: AgentOnGemini;

  beforeEach(async () => {
    agent = await AgentOnGemini.start();
  });
  afterEach(() => agent.close());

  it.each([
    ['MODEL_INVALID_RESPONSE', 'MALFORMED_FUNCTION_CALL'],
    ['MODEL_BLOCKED', 'RECITATION'],
    ['MODEL_BLOCKED', 'PROHIBITED_CONTENT'],
  ])('should fail with %s when it stops for %s', async (code, reason) => {
    agent.gemini.replies(unsafeReply('', reason));
    await expect(codeOf(agent.runtime([]).run(agent.request()))).resolves.toBe(code);
  });

  it('should have spent what the stream had reported when it is broken off', async () => {
    agent.gemini.replies(textReply(['One ', 'two '], { ending: 'hang', unfinished: true }));
    const reason = new Error('cancelled');
    const emit = ({ type }: { type: string }) => void (type === 'chunk' && agent.abort.abort(reason));
    await expect(agent.runtime([]).run(agent.request({ emit }))).rejects.toBe(reason);
    expect(agent.spent).toMatchObject({ input_tokens: 100, model_calls: 1, tool_calls: 0 });
    expect(agent.spent?.output_tokens).toBeGreaterThanOrEqual(5);
  });

  it('should ask for thoughts', async () => {
    agent.gemini.replies(textReply(['Hello!']));
    await agent.runtime([]).run(agent.request());
    expect(agent.gemini.requests[0]?.body.generationConfig?.thinkingConfig).toEqual({ includeThoughts: true });
  });

  it.each([
    ['gemini-2.5-flash', 0, { thinkingConfig: { includeThoughts: false, thinkingBudget: 0 } }],
    ['gemini-2.5-flash', 512, { thinkingConfig: { includeThoughts: true, thinkingBudget: 512 } }],
    ['gemini-2.0-flash', 512, {}],
  ])('should ask %s with a budget of %d for %j', (model, thinkingBudget, generation) => {
    expect(createGemini({ model, apiKey: 'key', baseUrl: undefined, timeoutMs: 1, thinkingBudget }).generation).toEqual(
      generation,
    );
  });
});
