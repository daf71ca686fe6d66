import { DAY, SECOND } from '../../../../common/clock.js';
import { type ProviderPolicy, USUAL_POLICY } from '../http/provider-policy.js';

export const WITS_URL = 'https://wits.worldbank.org';

/** World Integrated Trade Solution of the World Bank, with UNCTAD TRAINS behind its tariffs: about a request a second. */
export const WITS: ProviderPolicy = {
  ...USUAL_POLICY,
  id: 'wits',
  name: 'World Bank WITS',
  terms: 'https://wits.worldbank.org/faqs.html',
  rate: { requests: 4, perMs: 4 * SECOND },
  concurrency: 2,
  attemptMs: 8 * SECOND,
  cacheMs: 7 * DAY,
};
