import { z } from 'zod';
import { doc, flag, url } from './variable-shapes.js';

/** The live data providers: whether they are asked, and the keys of those that want one. */
export const providerVariables = {
  PROVIDERS_ONLINE: z
    .enum(['auto', 'true', 'false'], { error: 'must be auto, true or false' })
    .optional()
    .meta(
      doc(
        'Providers',
        'Whether live data providers are asked: `auto` finds out by itself whether there is an internet, `true` always tries, `false` answers from the reference snapshot alone. Default: auto; false where ENVIRONMENT is test.',
      ),
    ),
  PROVIDERS_CONTACT: z
    .string()
    .max(200)
    .optional()
    .meta(
      doc('Providers', 'E-mail or web address by which operators of data providers reach you; Wikimedia asks for it.'),
    ),
  PROVIDERS_DIRECTORY: z
    .string()
    .min(1)
    .default('.data/providers')
    .meta(doc('Providers', 'Directory of the last copies of sanctions lists.')),
  COMTRADE_API_KEY: z
    .string()
    .optional()
    .meta(doc('Providers', 'Key of UN Comtrade (free registration). Unset: its preview, with fewer rows.', true)),
  JINA_API_KEY: z
    .string()
    .optional()
    .meta(
      doc('Providers', 'Key of Jina: web search, and a higher limit of its page reader. Unset: no Jina search.', true),
    ),
  PAGE_READER: flag
    .default(true)
    .meta(
      doc(
        'Providers',
        'Whether a public page that does not let us in is read through Jina Reader, which then learns its address.',
      ),
    ),
  SEARXNG_URL: url(['http:', 'https:'])
    .optional()
    .meta(doc('Providers', 'Your own SearXNG for web search, with JSON switched on in `search.formats`.')),
  TAVILY_API_KEY: z
    .string()
    .optional()
    .meta(doc('Providers', 'Key of Tavily for web search. Without any search engine Wikipedia is searched.', true)),
  TENDATA_API_KEY: z
    .string()
    .optional()
    .meta(
      doc(
        'Providers',
        'Key of Tendata (paid): importers by name from customs records. Unset: no buyers by name.',
        true,
      ),
    ),
} as const;
