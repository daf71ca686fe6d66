import { type RunEvent } from './run-events.js';
import { RunPrinter } from './run-printer.js';

const SOURCE = { id: 's1', title: 'CEPII BACI HS22', period: '2022–2023', url: 'https://www.cepii.fr/baci' };
const DONE = { type: 'done', status: 'succeeded', duration_ms: 1_240, cache_hit: false } as const;

describe('RunPrinter', () => {
  const print = (...events: Omit<RunEvent, 'run_id'>[]) => {
    let text = '';
    const sut = new RunPrinter('en', (piece) => (text += piece));
    for (const event of events) sut.print({ run_id: 'r1', ...event });
    return { text, succeeded: sut.succeeded };
  };

  it('should show what the agent does, the answer, its sources and what it took', () => {
    const usage = { input_tokens: 20, output_tokens: 10, total_tokens: 30, model_calls: 2, tool_calls: 1 };

    const shown = print(
      { type: 'queued', position: 0 },
      { type: 'thinking', content: 'Looking up trade statistics' },
      { type: 'tool_use', tool: 'query_trade_statistics', arguments: { product: '851713' } },
      { type: 'tool_result', ok: true, summary: '3 rows', duration_ms: 12 },
      { type: 'chunk', content: 'Exports were ' },
      { type: 'chunk', content: '46.9 billion [s1].' },
      { type: 'message', content: 'Exports were 46.9 billion [s1].', sources: [SOURCE] },
      { ...DONE, usage },
    );

    expect(shown).toEqual({
      succeeded: true,
      text: `  · Looking up trade statistics
  → query_trade_statistics {"product":"851713"}
  ← 3 rows 12 ms

Answer
Exports were 46.9 billion [s1].

Sources
  [s1] CEPII BACI HS22 · 2022–2023
      https://www.cepii.fr/baci

30 tokens (20 in, 10 out), model calls 2, tool calls 1 · 1.2 s · run r1
`,
    });
  });

  it('should show a cached answer, which comes without pieces, and no source it links to itself', () => {
    const { text } = print(
      { type: 'message', content: `See ${SOURCE.url}\n`, sources: [SOURCE] },
      { ...DONE, cache_hit: true },
    );

    expect(text).toBe(`Answer\nSee ${SOURCE.url}\n\nfrom the cache · 1.2 s · run r1\n`);
  });

  it('should say that an attempt is void, and show the answer of the next one whole', () => {
    const { text } = print(
      { type: 'chunk', content: 'Exports we' },
      { type: 'retry', attempt: 2 },
      { type: 'chunk', content: 'Exports were 46.9 billion.' },
      { type: 'message', content: 'Exports were 46.9 billion.' },
      DONE,
    );

    expect(text).toContain(
      'Exports we\n  · attempt 2: what came before is void\n\nAnswer\nExports were 46.9 billion.\n',
    );
  });

  it.each([
    [
      { type: 'error', code: 'AGENT_TIMEOUT', content: 'It took too long.' },
      '  failed (AGENT_TIMEOUT) It took too long.\n',
    ],
    [{ type: 'cancelled' }, '  cancelled\n'],
  ])('should not call a run a success that ended with %j', (event, line) => {
    const { text, succeeded } = print(event, { ...DONE, status: 'failed' });

    expect(succeeded).toBe(false);
    expect(text.startsWith(line)).toBe(true);
  });
});
