// The agents of TradeFlow as Google's ADK API server runs them: the first hands the question over to a specialist, who has the tool.
import { readFileSync } from 'node:fs';
import { BaseLlm, LlmAgent } from '@google/adk';
import { createScriptedModel } from './scripted-model.mjs';
import { createScriptedTool } from './scripted-tool.mjs';

const model = createScriptedModel(BaseLlm);
const specialists = JSON.parse(readFileSync(new URL('specialists.json', import.meta.url), 'utf8'));

export const rootAgent = new LlmAgent({
  name: 'trade_assistant',
  model,
  description: 'Receives every question about international trade and hands it over to the specialist it belongs to.',
  instruction: 'Hand the question over.',
  subAgents: specialists.map(
    ({ name, description }) =>
      new LlmAgent({
        name,
        model,
        description,
        instruction: 'Answer with figures from the tool.',
        tools: name === 'trade_specialist' ? [createScriptedTool()] : [],
      }),
  ),
});
