// The same agent as Google's ADK API server runs it: no hand-over, as the agent has the tool itself.
import { BaseLlm, FunctionTool, LlmAgent } from '@google/adk';
import { z } from 'zod';
import { createScriptedModel, TOOL_NAME } from './scripted-model.mjs';

export const rootAgent = new LlmAgent({
  name: 'scripted',
  model: createScriptedModel(BaseLlm),
  description: 'Answers questions about trade.',
  instruction: 'Answer with figures from the tool.',
  tools: [
    new FunctionTool({
      name: TOOL_NAME,
      description: 'Looks up trade figures.',
      parameters: z.object({ product: z.string() }),
      execute: async () => ({ rows: [{ year: 2024, value_usd: 1_000_000 }] }),
    }),
  ],
});
