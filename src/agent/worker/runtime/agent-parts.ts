import { type RedisConnections, type TwoLayerCache } from '../../../cache/index.js';
import { type AppConfig } from '../../../config/index.js';
import { type ConfiguredProviders, createProviders } from '../providers/create-providers.js';
import { createToolCatalog } from '../tools/tool-catalog.js';
import { type Tool } from '../tools/tool.js';

/** What the agent is made of beside its models. */
export interface AgentParts {
  readonly providers: ConfiguredProviders;
  readonly tools: readonly Tool[];
}

export const AGENT_PARTS = Symbol('AgentParts');

export function createAgentParts(config: AppConfig, redis: RedisConnections, cache: TwoLayerCache): AgentParts {
  const providers = createProviders(config, redis, cache);
  return { providers, tools: createToolCatalog(providers) };
}
