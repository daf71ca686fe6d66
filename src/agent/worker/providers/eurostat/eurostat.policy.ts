import { HOUR, SECOND } from '../../../../common/clock.js';
import { type ProviderPolicy, USUAL_POLICY } from '../http/provider-policy.js';

export const EUROSTAT_URL = 'https://ec.europa.eu';

/**
 * Eurostat's Comext: free reuse with attribution (Commission Decision 2011/833/EU). Its limits are not published; about a request a
 * second is taken. New months come in once a day at most.
 */
export const EUROSTAT: ProviderPolicy = {
  ...USUAL_POLICY,
  id: 'eurostat-comext',
  name: 'Eurostat Comext',
  terms: 'https://ec.europa.eu/eurostat/about-us/policies/copyright',
  rate: { requests: 3, perMs: 3 * SECOND },
  attemptMs: 12 * SECOND,
  cacheMs: 6 * HOUR,
  maxBytes: 16 * 1024 * 1024,
};
