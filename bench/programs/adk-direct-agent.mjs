// As Google's ADK API server has it easiest: the agent has the tool itself.
import { BaseLlm, LlmAgent } from '@google/adk';
import { createScriptedModel } from './scripted-model.mjs';
import { createScriptedTool } from './scripted-tool.mjs';

export const rootAgent = new LlmAgent({
  name: 'scripted',
  model: createScriptedModel(BaseLlm),
  description: 'Answers questions about trade.',
  instruction: 'Answer with figures from the tool.',
  tools: [createScriptedTool()],
});
