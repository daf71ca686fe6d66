import { HOUR, MINUTE, SECOND } from '../../../../common/clock.js';
import { type ProviderPolicy, USUAL_POLICY } from '../http/provider-policy.js';

export const JINA_READER_URL = 'https://r.jina.ai';
export const JINA_SEARCH_URL = 'https://s.jina.ai';

/** Jina Reader: 20 requests a minute without a key, 500 with a free one. The address goes through Jina's servers. */
export function readerPolicy(keyed: boolean): ProviderPolicy {
  return {
    ...USUAL_POLICY,
    id: 'jina-reader',
    name: 'Jina Reader',
    terms: 'https://jina.ai/legal',
    keyed,
    rate: { requests: keyed ? 300 : 18, perMs: MINUTE },
    attemptMs: 15 * SECOND,
    attempts: 1,
    cacheMs: HOUR,
  };
}

/** Jina Search: with a key only; each search is paid for in tokens. */
export const JINA_SEARCH: ProviderPolicy = {
  ...USUAL_POLICY,
  id: 'jina-search',
  name: 'Jina Search',
  terms: 'https://jina.ai/legal',
  keyed: true,
  rate: { requests: 60, perMs: MINUTE },
  attemptMs: 12 * SECOND,
  cacheMs: HOUR,
};
