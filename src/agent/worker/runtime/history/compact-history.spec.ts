import { createEvent, type Event } from '@google/adk';
import { readConversation } from '../analyst/conversation.js';
import { reportFindings } from '../adapters/tool-report.js';
import { countTokens } from '../tokens.js';
import { compactHistory } from './compact-history.js';

const SOURCE = {
  id: 's1',
  title: 'A',
  publisher: 'P',
  url: 'https://example.org/',
  retrieved_at: '2026-01-01T00:00:00Z',
  confidence: 'verbatim' as const,
};
const event = (id: string, author: string, role: string, part: object): Event =>
  createEvent({ id, invocationId: `i${id}`, author, content: { role, parts: [part] } });

/** A question, a call, its large result, and an answer. */
function turn(name: string): Event[] {
  const findings = {
    data: { text: 'figure '.repeat(500) },
    sources: [SOURCE],
    summary: `summary of ${name}`,
    coverage: 'all',
    missing: [],
    confidence: 'high' as const,
  };
  return [
    event(`${name}q`, 'user', 'user', { text: `question ${name}` }),
    event(`${name}c`, 'agent', 'model', { functionCall: { id: name, name: 'look_up', args: {} } }),
    event(`${name}r`, 'agent', 'user', {
      functionResponse: { id: name, name: 'look_up', response: reportFindings(findings) },
    }),
    event(`${name}a`, 'agent', 'model', { text: `answer ${name}` }),
  ];
}
const costOf = (events: readonly Event[]) =>
  events.reduce((sum, { content }) => sum + countTokens(JSON.stringify(content)), 0);
const textOf = (events: readonly Event[]) => JSON.stringify(events.map(({ content }) => content));

describe('compactHistory', () => {
  const history = ['a', 'b', 'c'].flatMap(turn);

  it('should leave a history that fits as it is', () => {
    expect(compactHistory(history, costOf(history))).toEqual(history);
  });

  it('should shorten the oldest results first and keep their summaries, sources and answers', () => {
    const compacted = compactHistory(history, costOf(history) - 100);

    expect(compacted).toHaveLength(history.length);
    expect(textOf(compacted).match(/figure figure/g)?.length).toBeLessThan(
      textOf(history).match(/figure figure/g)!.length,
    );
    expect(textOf(compacted.slice(0, 4))).not.toContain('figure');
    expect(textOf(compacted.slice(0, 4))).toMatch(/summary of a.*answer a/s);
    expect(textOf(compacted.slice(0, 4))).toContain('"id":"s1"');
    expect(textOf(compacted.slice(4))).toBe(textOf(history.slice(4)));
  });

  it('should drop the oldest turns when that is not enough and note what they asked', () => {
    const budget = 400;
    const compacted = compactHistory(history, budget);

    expect(costOf(compacted.slice(1))).toBeLessThanOrEqual(budget);
    expect(textOf(compacted.slice(0, 1))).toContain('- question a');
    expect(textOf(compacted)).toContain('answer c');
    expect(textOf(compacted)).not.toContain('answer a');
  });

  it('should never drop the newest turn', () => {
    const compacted = compactHistory(history, 1);
    expect(textOf(compacted)).toMatch(/question c.*answer c/s);
  });

  it('should give every call its response and not be read as a question', () => {
    const compacted = compactHistory(history, 400);
    const calls = compacted.flatMap(
      ({ content }) => content?.parts?.flatMap((part) => part.functionCall?.id ?? []) ?? [],
    );
    const responses = compacted.flatMap(
      ({ content }) => content?.parts?.flatMap((part) => part.functionResponse?.id ?? []) ?? [],
    );
    const contents = compacted.flatMap(({ content }) => content ?? []);

    expect(responses).toEqual(calls);
    const { questions } = readConversation({ contents, config: {}, liveConnectConfig: {}, toolsDict: {} });
    expect(questions.every((question) => question.startsWith('question '))).toBe(true);
    expect(questions.at(-1)).toBe('question c');
  });

  it('should cut the same history the same way', () => {
    expect(textOf(compactHistory(history, 400))).toBe(textOf(compactHistory(history, 400)));
  });
});
