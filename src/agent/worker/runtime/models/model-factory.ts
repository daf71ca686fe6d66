import { type AppConfig } from '../../../../config/index.js';
import { AnalystModel, ANALYST_VERSION } from '../analyst/analyst.model.js';
import { type Vocabulary } from '../analyst/vocabulary.js';
import { type AgentModel } from './agent-model.js';
import { GeminiModel } from './gemini.model.js';

/** The built-in model's name in AGENT_FALLBACK_MODELS. */
const ANALYST = 'analyst';

/** The models the configuration asks for, the preferred one first: Gemini where a key is set, else the built-in analyst. */
export function createModels(config: AppConfig['agent'], vocabulary: Vocabulary): [AgentModel, ...AgentModel[]] {
  const { gemini, fallbackModels, timeoutMs } = config;
  if (gemini === undefined) return [createAnalyst(vocabulary)];
  const create = (model: string) =>
    model === ANALYST ? createAnalyst(vocabulary) : createGemini({ ...gemini, model, timeoutMs });
  const others = fallbackModels.filter((model) => model !== gemini.model);
  return [create(gemini.model), ...others.map((model) => create(model))];
}

/** @param today for tests: what "last year" is counted from */
export function createAnalyst(vocabulary: Vocabulary, today?: () => Date): AgentModel {
  const llm = new AnalystModel(vocabulary, today);
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
