import { type AppConfig } from '../../../../config/index.js';
import { AnalystModel, ANALYST_VERSION } from '../analyst/analyst.model.js';
import { type Vocabulary } from '../analyst/vocabulary.js';
import { type AgentModel } from './agent-model.js';
import { GeminiModel } from './gemini.model.js';

/** The model the configuration asks for: Gemini where a key is set, else the built-in analyst. */
export function createModel(config: AppConfig['agent'], vocabulary: Vocabulary): AgentModel {
  return config.gemini ? createGemini({ ...config.gemini, timeoutMs: config.timeoutMs }) : createAnalyst(vocabulary);
}

export function createAnalyst(vocabulary: Vocabulary): AgentModel {
  const llm = new AnalystModel(vocabulary);
  return { name: llm.model, version: ANALYST_VERSION, llm, generation: {}, warmUp: async () => llm.warmUp() };
}

export function createGemini(options: ConstructorParameters<typeof GeminiModel>[0]): AgentModel {
  const llm = new GeminiModel(options);
  // Models before 2.5 refuse a thinking configuration.
  const thinks = /gemini-(2\.5|[3-9])/.test(options.model);
  return {
    name: options.model,
    version: 1,
    llm,
    generation: thinks ? { thinkingConfig: { includeThoughts: true } } : {},
    // Makes the client with its connection options; a request would cost money.
    warmUp: async () => void llm.apiClient,
  };
}
