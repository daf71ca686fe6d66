import { Module } from '@nestjs/common';
import { RedisConnections, TwoLayerCache } from '../../../cache/index.js';
import { AppConfig } from '../../../config/index.js';
import { AdkAgentRuntime } from './adk-agent-runtime.js';
import { AGENT_PARTS, type AgentParts, createAgentParts } from './agent-parts.js';
import { AgentRuntime } from './agent-runtime.port.js';
import { createModels } from './models/model-factory.js';

/** The agent of the worker: the configured model on the Agent Development Kit, with every tool of the catalog. */
@Module({
  providers: [
    { provide: AGENT_PARTS, useFactory: createAgentParts, inject: [AppConfig, RedisConnections, TwoLayerCache] },
    { provide: AgentRuntime, useFactory: createAgentRuntime, inject: [AppConfig, AGENT_PARTS] },
  ],
  exports: [AgentRuntime, AGENT_PARTS],
})
export class AgentRuntimeModule {}

function createAgentRuntime({ agent }: AppConfig, { providers, tools }: AgentParts): AgentRuntime {
  return new AdkAgentRuntime({
    models: createModels(agent, providers.vocabulary),
    tools,
    edition: providers.edition,
    maxModelCalls: agent.maxModelCalls,
  });
}
