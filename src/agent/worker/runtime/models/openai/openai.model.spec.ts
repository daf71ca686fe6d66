import { type LlmRequest, type LlmResponse } from '@google/adk';
import { type Content } from '@google/genai';
import { codeOf } from '../../../../../../test/fakes/agent-on-model.js';
import { FakeOpenAi } from '../../../../../../test/fakes/openai/fake-openai.js';
import {
  errorReply,
  piece,
  type Reply,
  streamReply,
  textReply,
  unendedReply,
  usageReport,
} from '../../../../../../test/fakes/openai/openai-replies.js';
import { toModelError } from '../model-failure.js';
import { OpenAiModel } from './openai.model.js';

/** What only servers of this kind do; what all models do is in model-behaviour.spec.ts. */
describe('OpenAiModel', () => {
  let openai: FakeOpenAi;
  let sut: OpenAiModel;

  beforeEach(async () => {
    openai = await FakeOpenAi.start();
    sut = modelWithin(30_000);
  });
  afterEach(() => openai.close());

  const modelWithin = (timeoutMs: number) =>
    new OpenAiModel({ model: 'qwen3:8b', baseUrl: openai.url, apiKey: undefined, timeoutMs });

  const user = (text: string): Content => ({ role: 'user', parts: [{ text }] });
  const ask = async (contents: Content[] = [user('Hi')], config: LlmRequest['config'] = {}): Promise<LlmResponse[]> => {
    const responses: LlmResponse[] = [];
    const request: LlmRequest = { contents, config, toolsDict: {}, liveConnectConfig: {} };
    for await (const response of sut.generateContentAsync(request, true)) responses.push(response);
    return responses;
  };
  const answerTo = async (reply: Reply) => {
    openai.replies(reply);
    return (await ask()).at(-1);
  };
  const failureOf = async (reply: Reply) => {
    openai.replies(reply);
    return codeOf(ask().catch((error: unknown) => Promise.reject(toModelError(error))));
  };
  const toolDelta = (...tool_calls: object[]) => piece({ role: 'assistant', content: '', tool_calls });

  it('should ask for a stream with its usage, without a key where none is set', async () => {
    await answerTo(textReply(['Hello']));
    expect(openai.requests[0]).toMatchObject({
      authorization: undefined,
      body: { model: 'qwen3:8b', stream: true, stream_options: { include_usage: true } },
    });
  });

  it('should read a stream that comes in pieces of a byte', async () => {
    const answer = await answerTo(textReply(['智能手机 📱', '468.9亿美元'], { bytesAPiece: 1 }));
    expect(answer).toMatchObject({
      content: { parts: [{ text: '智能手机 📱468.9亿美元' }] },
      usageMetadata: { promptTokenCount: 100, candidatesTokenCount: 10, totalTokenCount: 110 },
    });
  });

  it('should tell thoughts that are counted among what was written', async () => {
    const answer = await answerTo(streamReply([piece({ content: 'Yes' }), piece({}, 'stop'), usageReport(10, 30, 20)]));
    expect(answer?.usageMetadata).toEqual({
      promptTokenCount: 10,
      candidatesTokenCount: 10,
      thoughtsTokenCount: 20,
      totalTokenCount: 40,
    });
  });

  it.each([
    ['reasoning', piece({ content: '', reasoning: 'Hm.' })],
    ['reasoning_content', piece({ content: null, reasoning_content: 'Hm.' })],
    ['think tags', piece({ content: '<think>Hm.</think>\n\n' })],
  ])('should tell thoughts in %s from the answer', async (_form, thought) => {
    const answer = await answerTo(streamReply([thought, piece({ content: 'Yes.' }), piece({}, 'stop')]));
    expect(answer?.content?.parts).toEqual([{ text: 'Hm.', thought: true }, { text: 'Yes.' }]);
  });

  it.each([
    [
      'arguments in pieces, two calls mixed',
      [
        toolDelta({ index: 0, id: 'a', function: { name: 'f', arguments: '' } }),
        toolDelta({ index: 1, id: 'b', function: { name: 'g', arguments: '{"y"' } }),
        toolDelta({ index: 0, function: { arguments: '{"x":1}' } }),
        toolDelta({ index: 1, function: { arguments: ':2}' } }),
      ],
    ],
    [
      'whole calls that all bear the number 0 (older Ollama)',
      [
        toolDelta({ index: 0, id: 'a', type: 'function', function: { name: 'f', arguments: '{"x":1}' } }),
        toolDelta({ index: 0, id: 'b', type: 'function', function: { name: 'g', arguments: '{"y":2}' } }),
      ],
    ],
    [
      'no numbers at all',
      [
        toolDelta(
          { id: 'a', function: { name: 'f', arguments: '{"x":1}' } },
          { id: 'b', function: { name: 'g', arguments: '{"y":2}' } },
        ),
      ],
    ],
    [
      'the id and the name repeated with every piece',
      [
        toolDelta({ index: 0, id: 'a', function: { name: 'f', arguments: '{"x"' } }),
        toolDelta({ index: 0, id: 'a', function: { name: 'f', arguments: ':1}' } }),
        toolDelta({ index: 1, id: 'b', function: { name: 'g', arguments: '{"y":2}' } }),
      ],
    ],
  ])('should put calls together from %s', async (_form, events) => {
    // Ollama says "stop" where OpenAI says "tool_calls".
    const answer = await answerTo(streamReply([...events, piece({}, 'stop')]));
    expect(answer?.content?.parts).toEqual([
      { functionCall: { id: 'a', name: 'f', args: { x: 1 } } },
      { functionCall: { id: 'b', name: 'g', args: { y: 2 } } },
    ]);
  });

  it('should take a call without arguments, and without an id', async () => {
    const answer = await answerTo(
      streamReply([toolDelta({ index: 0, function: { name: 'f', arguments: '' } }), piece({}, 'stop')]),
    );
    expect(answer?.content?.parts).toEqual([{ functionCall: { name: 'f', args: {} } }]);
  });

  it('should take a whole answer where a stream was asked for', async () => {
    const message = { role: 'assistant', content: 'Hello' };
    const usage = { prompt_tokens: 3, completion_tokens: 1, total_tokens: 4 };
    const answer = await answerTo({
      kind: 'json',
      body: { choices: [{ index: 0, message, finish_reason: 'stop' }], usage },
    });
    expect(answer).toMatchObject({ content: { parts: [{ text: 'Hello' }] }, usageMetadata: { totalTokenCount: 4 } });
  });

  it('should take a stream that ends without [DONE] once the model has said that it stopped', async () => {
    const answer = await answerTo(unendedReply([piece({ content: 'Hello' }), piece({}, 'stop')], 'end'));
    expect(answer?.content?.parts).toEqual([{ text: 'Hello' }]);
  });

  it('should keep what a server counted before its stream broke off', async () => {
    openai.replies(
      unendedReply([{ ...piece({ content: 'Hel' }), usage: { prompt_tokens: 7, completion_tokens: 1 } }], 'cut'),
    );
    const request: LlmRequest = { contents: [user('Hi')], toolsDict: {}, liveConnectConfig: {} };
    const first = await sut.generateContentAsync(request, true).next();
    expect(first.value).toMatchObject({ partial: true, usageMetadata: { totalTokenCount: 8 } });
  });

  it.each<[string, string, Reply]>([
    [
      'MODEL_RATE_LIMITED',
      'an error in the stream',
      unendedReply([{ error: { message: 'slow down', type: 'requests', code: 'rate_limit_exceeded' } }], 'end'),
    ],
    [
      'MODEL_OVERLOADED',
      'an error in words (Ollama)',
      unendedReply([{ error: 'llama runner process has terminated' }], 'end'),
    ],
    [
      'MODEL_NOT_FOUND',
      'an unknown model (Ollama)',
      errorReply(404, { message: 'model "x" not found, try pulling it first' }),
    ],
    [
      'MODEL_INVALID_RESPONSE',
      'a call that is no JSON',
      streamReply([
        toolDelta({ index: 0, id: 'a', function: { name: 'f', arguments: '{"x":' } }),
        piece({}, 'tool_calls'),
      ]),
    ],
    ['MODEL_OVERLOADED', 'a page of a proxy', { kind: 'html' }],
    [
      'CONTEXT_TOO_LARGE',
      'an overlong prompt (vLLM)',
      errorReply(400, { message: "This model's maximum context length is 4096 tokens." }),
    ],
  ])('should fail with %s for %s', async (code, _what, reply) => {
    await expect(failureOf(reply)).resolves.toBe(code);
  });

  it('should fail with MODEL_UNAVAILABLE when there is no word within the time limit', async () => {
    sut = modelWithin(300);
    await expect(failureOf({ kind: 'silence' })).resolves.toBe('MODEL_UNAVAILABLE');
  });

  it.each([
    [{ 'retry-after': '7' }, 7],
    [{ 'retry-after-ms': '1200', 'retry-after': '2' }, 2],
    [{ 'retry-after': new Date(Date.now() + 90_000).toUTCString() }, expect.closeTo(90, -2)],
    [{}, 60],
  ])('should wait as long as %j asks', async (headers: Record<string, string>, seconds) => {
    openai.replies(errorReply(429, { headers }));
    const failure = await ask().then(undefined, toModelError);
    expect(failure).toMatchObject({ code: 'MODEL_RATE_LIMITED', retryAfter: seconds });
  });

  it('should tell a conversation in which calls have no ids, with its images', async () => {
    openai.replies(textReply(['Seen.']));
    await ask(
      [
        { role: 'user', parts: [{ text: 'What is this?' }, { inlineData: { mimeType: 'image/png', data: 'aGk=' } }] },
        {
          role: 'model',
          parts: [
            { text: 'Secret', thought: true },
            { functionCall: { name: 'f', args: { x: 1 } } },
            { functionCall: { name: 'f', args: { x: 2 } } },
          ],
        },
        {
          role: 'user',
          parts: [
            { functionResponse: { name: 'f', response: { y: 1 } } },
            { functionResponse: { name: 'f', response: { y: 2 } } },
          ],
        },
      ],
      { systemInstruction: 'Be brief.' },
    );
    expect(openai.requests[0]?.body.messages).toEqual([
      { role: 'system', content: 'Be brief.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What is this?' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,aGk=' } },
        ],
      },
      {
        role: 'assistant',
        content: null,
        tool_calls: [
          { id: 'call_1', type: 'function', function: { name: 'f', arguments: '{"x":1}' } },
          { id: 'call_2', type: 'function', function: { name: 'f', arguments: '{"x":2}' } },
        ],
      },
      { role: 'tool', tool_call_id: 'call_1', content: '{"y":1}' },
      { role: 'tool', tool_call_id: 'call_2', content: '{"y":2}' },
    ]);
  });
});
