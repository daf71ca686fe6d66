import { Module } from '@nestjs/common';
import { AppConfig } from '../../../config/index.js';
import { createReferenceProviders } from '../providers/reference/reference-providers.js';
import { GuardedWebPages } from '../providers/web-pages/guarded-web-pages.js';
import { createToolCatalog } from '../tools/tool-catalog.js';
import { AdkAgentRuntime } from './adk-agent-runtime.js';
import { AgentRuntime } from './agent-runtime.port.js';
import { createModel } from './models/model-factory.js';

/** The agent of the worker: the configured model on the Agent Development Kit, with every tool of the catalog. */
@Module({
  providers: [{ provide: AgentRuntime, useFactory: createAgentRuntime, inject: [AppConfig] }],
  exports: [AgentRuntime],
})
export class AgentRuntimeModule {}

function createAgentRuntime({ agent }: AppConfig): AgentRuntime {
  const { vocabulary, ...providers } = createReferenceProviders();
  const pages = new GuardedWebPages(agent.fetch);
  return new AdkAgentRuntime({
    model: createModel(agent, vocabulary),
    tools: createToolCatalog({ ...providers, pages }),
    maxModelCalls: agent.maxModelCalls,
  });
}
