import { type BaseLlm, LlmAgent } from '@google/adk';
import { type GenerateContentConfig } from '@google/genai';
import { type Tool } from '../../tools/tool.js';
import { AdkTool } from '../adapters/adk-tool.js';
import { LANGUAGE_LABEL } from '../models/request-labels.js';
import { type RunScope } from '../run-scope.js';
import { instructionFor } from './instructions.js';
import { ORCHESTRATOR, type Specialist, SPECIALISTS } from './specialists.js';
import { withSharedTransfer } from './transfer-processor.js';

/** What the agents of one run are made of. */
export interface AgentTreeParts {
  readonly model: BaseLlm;
  readonly generation: GenerateContentConfig;
  readonly tools: readonly Tool[];
  readonly scope: RunScope;
}

/**
 * The orchestrator with its specialists, for one run: tools and model are bound to the run's scope, so nothing is looked up
 * and nothing is shared between runs. Building it takes well under a millisecond.
 */
export function buildAgentTree(parts: AgentTreeParts): LlmAgent {
  const orchestrator = new LlmAgent({
    description: 'Receives every question about international trade and hands it over to the specialist it belongs to.',
    subAgents: SPECIALISTS.map((specialist) => buildSpecialist(parts, specialist)),
    ...base(parts, ORCHESTRATOR),
  });
  return withSharedTransfer(orchestrator);
}

/** @throws Error at start-up when a tool belongs to no specialist: it could never be called. */
export function assertEveryToolHasASpecialist(tools: readonly Tool[]): void {
  const owned = new Set(SPECIALISTS.flatMap((specialist) => specialist.tools));
  const orphan = tools.find((tool) => !owned.has(tool.name));
  if (orphan) throw new Error(`The tool ${orphan.name} belongs to no specialist: add it in agents/specialists.ts.`);
}

function buildSpecialist(parts: AgentTreeParts, specialist: Specialist): LlmAgent {
  const tools = new Map<string, AdkTool>();
  for (const tool of parts.tools) {
    if (specialist.tools.includes(tool.name)) tools.set(tool.name, new AdkTool(tool, parts.scope, tools));
  }
  const agent = new LlmAgent({
    description: specialist.description,
    tools: [...tools.values()],
    ...base(parts, specialist.name),
  });
  return withSharedTransfer(agent);
}

/** With everything that ADK would add to its copies of them: on Node 20 what is added to a copy makes it an object of a kind of its own. */
function base({ model, generation, scope }: AgentTreeParts, name: string) {
  return {
    name,
    model,
    instruction: () => instructionFor(name, scope.language, new Date()),
    generateContentConfig: {
      systemInstruction: undefined,
      tools: undefined,
      labels: { [LANGUAGE_LABEL]: scope.language },
      ...generation,
    },
    rerunOnResume: true,
    waitForOutput: false,
  };
}
