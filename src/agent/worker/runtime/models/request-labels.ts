/**
 * The label of a model request that carries the run's language. ADK removes labels before it calls the Gemini API; the built-in
 * model reads it.
 */
export const LANGUAGE_LABEL = 'tradeflow_language';
