import { DAY, SECOND } from '../../../../common/clock.js';
import { type ProviderPolicy, USUAL_POLICY } from '../http/provider-policy.js';

export const WIKIDATA_URL = 'https://www.wikidata.org';
export const WIKIDATA_QUERY_URL = 'https://query.wikidata.org';

/** Wikidata's action API: CC0, one request after the other, a User-Agent that tells whom to write to. */
export const WIKIDATA: ProviderPolicy = {
  ...USUAL_POLICY,
  id: 'wikidata',
  name: 'Wikidata',
  terms: 'https://www.wikidata.org/wiki/Wikidata:Data_access',
  rate: { requests: 10, perMs: 2 * SECOND },
  concurrency: 1,
  cacheMs: DAY,
};

/** Its query service: 60 s of computing a minute; who ignores Retry-After is banned for a day. Never tried twice. */
export const WIKIDATA_QUERY: ProviderPolicy = {
  ...WIKIDATA,
  id: 'wikidata-query',
  name: 'Wikidata Query Service',
  rate: { requests: 5, perMs: 10 * SECOND },
  attemptMs: 12 * SECOND,
  attempts: 1,
};
