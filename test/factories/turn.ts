import { newId } from '../../src/common/ids.js';
import { type Turn } from '../../src/session/conversations.port.js';

let clock = Date.now();

/** A turn as a run leaves it; each a second after the one before. */
export function makeTurn(conversationId: string, changes: Partial<Turn> & { readonly content?: string } = {}): Turn {
  clock += 1_000;
  const { content = '**468.9** 亿美元 [s1]', ...rest } = changes;
  return {
    runId: newId(),
    conversationId,
    question: '查询2024年手机对美国的出口数据',
    files: [{ file_id: 'f1', name: '出口.csv', media_type: 'text/csv', size: 72, url: '/api/v1/files/f1/content' }],
    askedAt: new Date(clock - 400),
    status: 'succeeded',
    answer: {
      content,
      language: 'zh',
      sources: [
        {
          id: 's1',
          title: 'CEPII BACI',
          publisher: 'CEPII',
          url: 'https://www.cepii.fr/',
          retrieved_at: '2026-01-05T08:00:00.000Z',
          confidence: 'verbatim',
        },
      ],
      // Keys that MongoDB gives a meaning of its own.
      tool_calls: [
        {
          call_id: 'c1',
          tool: 'query',
          arguments: { 'a.b': 1, $set: { x: [] } },
          ok: true,
          summary: '',
          duration_ms: 3,
        },
      ],
      artifacts: [],
      usage: { input_tokens: 10, output_tokens: 20, total_tokens: 30, model_calls: 1, tool_calls: 1 },
      model: 'analyst',
    },
    answeredAt: new Date(clock),
    agentEvents: [
      { author: 'user', text: 'q', 'k.e.y': { $ref: 1 } },
      { author: 'agent', text: 'a', empty: {} },
    ],
    ...rest,
  };
}
