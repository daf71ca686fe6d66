import { type LlmRequest } from '@google/adk';
import { readConversation } from './conversation.js';

const request = (contents: LlmRequest['contents'], labels: Record<string, string> = {}): LlmRequest => ({
  contents,
  config: { labels },
  liveConnectConfig: {},
  toolsDict: {},
});
const user = (...texts: string[]) => ({ role: 'user', parts: texts.map((text) => ({ text })) });
const failure = { ok: false, error: { code: 'X', detail: 'x', retryable: false } };

describe('readConversation', () => {
  it('should tell questions from what other agents did', () => {
    const conversation = readConversation(
      request([
        user('first'),
        { role: 'model', parts: [{ text: 'answer' }] },
        user('second'),
        user('For context:', '[a] called tool `transfer_to_agent`'),
      ]),
    );
    expect(conversation).toMatchObject({ questions: ['first', 'second'], handedOver: true, outcomes: [] });
  });

  it('should take a question that begins like a note of another agent for a question', () => {
    expect(readConversation(request([user('For context:')])).questions).toEqual(['For context:']);
  });

  it('should pair the responses of this turn with their calls', () => {
    const call = (name: string, args: Record<string, unknown>) => ({ functionCall: { name, args } });
    const response = (name: string) => ({ functionResponse: { name, response: failure } });
    const conversation = readConversation(
      request([
        user('first'),
        { role: 'model', parts: [call('old', {})] },
        { role: 'user', parts: [response('old')] },
        user('second'),
        { role: 'model', parts: [call('a', { x: 1 }), call('a', { x: 2 })] },
        { role: 'user', parts: [response('a'), response('a')] },
      ]),
    );
    expect(conversation.outcomes).toEqual([
      { tool: 'a', args: { x: 1 }, report: failure },
      { tool: 'a', args: { x: 2 }, report: failure },
    ]);
  });

  it('should know who asks and in which language to answer', () => {
    expect(
      readConversation(request([user('q')], { adk_agent_name: 'trade_specialist', tradeflow_language: 'zh' })),
    ).toMatchObject({ agent: 'trade_specialist', language: 'zh' });
    expect(readConversation(request([user('q')])).language).toBeUndefined();
  });
});
