import { type AppConfig } from '../../../../config/index.js';
import { AnalystModel, ANALYST_VERSION } from '../analyst/analyst.model.js';
import { REGIONS } from '../analyst/understanding/region-members.js';
import { type Vocabulary } from '../analyst/vocabulary.js';
import { type AgentModel } from './agent-model.js';
import { GeminiModel, type GeminiOptions } from './gemini.model.js';
import { OpenAiModel, type OpenAiOptions } from './openai/openai.model.js';

const OPENAI_PREFIX = 'openai:';

/** The models the configuration asks for: the preferred one, then those that stand in for it, each once. */
export function createModels(config: AppConfig['agent'], vocabulary: Vocabulary): [AgentModel, ...AgentModel[]] {
  const { model, fallbackModels } = config;
  // The built-in model needs nobody to stand in for it.
  const others = model === 'analyst' ? [] : new Set(fallbackModels.filter((other) => other !== model));
  return [
    createModel(model, config, vocabulary),
    ...[...others].map((other) => createModel(other, config, vocabulary)),
  ];
}

/** The configuration has been checked: a Gemini model has its key. */
function createModel(name: string, config: AppConfig['agent'], vocabulary: Vocabulary): AgentModel {
  const { gemini, openai, timeoutMs } = config;
  if (name.startsWith(OPENAI_PREFIX)) {
    return createOpenAi({ ...openai, model: name.slice(OPENAI_PREFIX.length), timeoutMs });
  }
  return name === 'analyst' || gemini === undefined
    ? createAnalyst(vocabulary)
    : createGemini({ ...gemini, model: name, timeoutMs });
}

/** @param today for tests: what "last year" is counted from */
export function createAnalyst(vocabulary: Vocabulary, today?: () => Date): AgentModel {
  const llm = new AnalystModel(vocabulary, today);
  return {
    name: llm.model,
    version: ANALYST_VERSION,
    llm,
    generation: {},
    knowledge: REGIONS.map(({ name, members }) => `${name.en}: ${members.length} members`),
    warmUp: async () => llm.warmUp(),
  };
}

export function createOpenAi(options: OpenAiOptions): AgentModel {
  return {
    name: `${OPENAI_PREFIX}${options.model}`,
    version: 1,
    llm: new OpenAiModel(options),
    generation: {},
    // Nothing to load; a request would cost money.
    warmUp: () => Promise.resolve(),
  };
}

export function createGemini({
  thinkingBudget,
  ...options
}: GeminiOptions & { readonly thinkingBudget?: number }): AgentModel {
  const llm = new GeminiModel(options);
  // Models before 2.5 refuse a thinking configuration.
  const thinks = /gemini-(2\.5|[3-9])/.test(options.model);
  const thinkingConfig = {
    includeThoughts: thinkingBudget !== 0,
    ...(thinkingBudget !== undefined && { thinkingBudget }),
  };
  return {
    name: options.model,
    version: 1,
    llm,
    generation: thinks ? { thinkingConfig } : {},
    // Makes the client with its connection options; a request would cost money.
    warmUp: async () => void llm.apiClient,
  };
}
