// Our agent runtime as it is built, with the scripted model and one tool that answers at once.
import { BaseLlm } from '@google/adk';
import { z } from 'zod';
import { AdkAgentRuntime } from '../../dist/src/agent/worker/runtime/adk-agent-runtime.js';
import { createScriptedModel, TOOL_NAME } from './scripted-model.mjs';

/** As the runtime knows the model. */
export const MODEL = 'scripted';

const SOURCE = {
  id: 's1',
  title: 'A source',
  publisher: 'Nobody',
  url: 'https://example.org/',
  retrieved_at: '2026-01-01',
  period: '2024',
};

const tool = Object.freeze({
  name: TOOL_NAME,
  description: 'Looks up trade figures.',
  activity: { en: 'Looking up trade statistics', zh: '查询贸易统计' },
  input: z.object({ product: z.string() }),
  version: 1,
  run: async () => ({
    data: { rows: [{ year: 2024, value_usd: 1_000_000, source_id: SOURCE.id }] },
    sources: [SOURCE],
    summary: '1 row',
    coverage: '2024',
    missing: [],
    confidence: 'high',
  }),
});

/** @param {{ chunks?: number, chunkMs?: number }} script */
export function createScriptedRuntime(script) {
  return new AdkAgentRuntime({
    models: [
      {
        name: MODEL,
        version: 1,
        llm: createScriptedModel(BaseLlm, script),
        generation: {},
        warmUp: async () => undefined,
      },
    ],
    tools: [tool],
    maxModelCalls: 20,
  });
}

/** What BenchSystem tells its programs. */
export function scriptFromEnvironment() {
  return { chunkMs: Number(process.env.BENCH_CHUNK_MS ?? 0) };
}
