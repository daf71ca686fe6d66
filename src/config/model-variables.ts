import { z } from 'zod';
import { doc, list, url, whole } from './variable-shapes.js';

/** The built-in model, a Gemini model, or one of an OpenAI-compatible server: what is behind the prefix goes to the server as it is. */
const MODEL = /^(analyst|gemini[\w.-]*|openai:\S+)$/;
const MODEL_RULE = 'must be analyst, a gemini model, or openai:<model>';

/** The language models: which answers, which stand in, and how their providers are reached. */
export const modelVariables = {
  AGENT_MODEL: z
    .string()
    .regex(MODEL, MODEL_RULE)
    .optional()
    .meta(
      doc(
        'Agent',
        'Model that answers: `analyst` (built in), a Gemini model, or `openai:<model>` for any server that speaks OpenAI’s API. Default: GOOGLE_ADK_MODEL where GOOGLE_ADK_API_KEY is set, else `analyst`.',
      ),
    ),
  AGENT_FALLBACK_MODELS: list
    .pipe(z.array(z.string().regex(MODEL, MODEL_RULE)))
    .default(['analyst'])
    .meta(
      doc(
        'Agent',
        'Comma-separated models that stand in, in this order, when the first one fails; named as in AGENT_MODEL.',
      ),
    ),
  GOOGLE_ADK_API_KEY: z
    .string()
    .optional()
    .meta(
      doc('Agent', 'Key of the Gemini API. Unset: the built-in `analyst` model answers, without any network.', true),
    ),
  GOOGLE_ADK_MODEL: z
    .string()
    .min(1)
    .default('gemini-2.5-flash')
    .meta(doc('Agent', 'Gemini model that answers where AGENT_MODEL names none.')),
  GOOGLE_ADK_BASE_URL: url(['http:', 'https:'])
    .optional()
    .meta(doc('Agent', 'Base URL of the Gemini API, for a gateway in front of it.')),
  GOOGLE_ADK_THINKING_BUDGET: whole(0, 32_768)
    .optional()
    .meta(
      doc(
        'Agent',
        'Most tokens a Gemini model may think before each answer; 0 turns thinking off where the model allows it. Unset: the model’s own measure.',
      ),
    ),
  OPENAI_BASE_URL: url(['http:', 'https:'])
    .default('https://api.openai.com/v1')
    .meta(
      doc(
        'Agent',
        'Where `openai:` models are reached: `…/chat/completions` is called below it. A local Ollama: http://localhost:11434/v1',
      ),
    ),
  OPENAI_API_KEY: z
    .string()
    .optional()
    .meta(doc('Agent', 'Key for OPENAI_BASE_URL. A server of one’s own often wants none.', true)),
} as const;

type ModelEnvironment = z.output<z.ZodObject<typeof modelVariables>>;

/** The model that is asked first. */
export function preferredModel(env: ModelEnvironment): string {
  return env.AGENT_MODEL ?? (env.GOOGLE_ADK_API_KEY === undefined ? 'analyst' : env.GOOGLE_ADK_MODEL);
}

/** What does not fit together, as `name: what to do`. */
export function* modelIssues(
  env: ModelEnvironment & { readonly ENVIRONMENT: string },
): Generator<[name: keyof ModelEnvironment, message: string]> {
  const missing = (model: string) => {
    if (model.startsWith('gemini') && env.GOOGLE_ADK_API_KEY === undefined) return 'set GOOGLE_ADK_API_KEY';
    const official = new URL(env.OPENAI_BASE_URL).hostname === 'api.openai.com';
    if (!model.startsWith('openai:') || !official || env.OPENAI_API_KEY !== undefined) return undefined;
    return 'set OPENAI_API_KEY, or OPENAI_BASE_URL of a server that needs no key';
  };
  const preferred = preferredModel(env);
  const own = missing(preferred);
  if (own !== undefined) yield ['AGENT_MODEL', `names ${preferred}: ${own}`];
  // The built-in model needs nobody to stand in for it.
  for (const model of preferred === 'analyst' ? [] : env.AGENT_FALLBACK_MODELS) {
    const needed = missing(model);
    if (needed !== undefined) yield ['AGENT_FALLBACK_MODELS', `names ${model}: ${needed}`];
  }
  if (env.ENVIRONMENT === 'production' && env.OPENAI_API_KEY !== undefined && sendsKeysInClear(env.OPENAI_BASE_URL))
    yield ['OPENAI_BASE_URL', 'must be https in production where a key is sent to a public host'];
}

/** Plain HTTP to a name that is not of this machine or a network of one's own. */
function sendsKeysInClear(base: string): boolean {
  const { protocol, hostname } = new URL(base);
  const own =
    /^(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|\[::1\]|\[f[cd])|^[\w-]+$|\.(internal|local)$/;
  return protocol === 'http:' && !own.test(hostname);
}
