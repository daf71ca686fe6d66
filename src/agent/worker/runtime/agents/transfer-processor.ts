import { AgentTransferLlmRequestProcessor, type FunctionTool, type LlmAgent } from '@google/adk';
import { sharedDeclaration } from '../adapters/shared-declaration.js';

/** ADK's offer of `transfer_to_agent`, word for word; only that its declaration is not derived anew for every call of a model. */
class TransferProcessor extends AgentTransferLlmRequestProcessor {
  constructor() {
    super();
    // A field of ADK's own, which nobody else can fill.
    const tool = Reflect.get(this, 'tool') as FunctionTool;
    const derive = tool._getDeclaration.bind(tool);
    tool._getDeclaration = () => sharedDeclaration(tool, derive);
  }
}

const TRANSFER = new TransferProcessor();

/** The agent, with that offer in the place of ADK's. */
export function withSharedTransfer(agent: LlmAgent): LlmAgent {
  agent.requestProcessors = agent.requestProcessors.map((processor) =>
    processor instanceof AgentTransferLlmRequestProcessor ? TRANSFER : processor,
  );
  return agent;
}
