// The tool of the scripted model, for ADK: answers at once.
import { FunctionTool } from '@google/adk';
import { z } from 'zod';
import { TOOL_NAME } from './scripted-model.mjs';

export function createScriptedTool() {
  return new FunctionTool({
    name: TOOL_NAME,
    description: 'Looks up trade figures.',
    parameters: z.object({ product: z.string() }),
    execute: async () => ({ rows: [{ year: 2024, value_usd: 1_000_000 }] }),
  });
}
