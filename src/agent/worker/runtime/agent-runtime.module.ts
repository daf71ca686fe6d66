import { Module } from '@nestjs/common';
import { RedisConnections, TwoLayerCache } from '../../../cache/index.js';
import { AppConfig } from '../../../config/index.js';
import { createProviders } from '../providers/create-providers.js';
import { createToolCatalog } from '../tools/tool-catalog.js';
import { AdkAgentRuntime } from './adk-agent-runtime.js';
import { AgentRuntime } from './agent-runtime.port.js';
import { createModels } from './models/model-factory.js';

/** The agent of the worker: the configured model on the Agent Development Kit, with every tool of the catalog. */
@Module({
  providers: [
    { provide: AgentRuntime, useFactory: createAgentRuntime, inject: [AppConfig, RedisConnections, TwoLayerCache] },
  ],
  exports: [AgentRuntime],
})
export class AgentRuntimeModule {}

function createAgentRuntime(config: AppConfig, redis: RedisConnections, cache: TwoLayerCache): AgentRuntime {
  const { agent } = config;
  const { vocabulary, ...providers } = createProviders(config, redis, cache);
  return new AdkAgentRuntime({
    models: createModels(agent, vocabulary),
    tools: createToolCatalog(providers),
    maxModelCalls: agent.maxModelCalls,
  });
}
