import { HOUR, SECOND } from '../../../../common/clock.js';
import { type ProviderPolicy, USUAL_POLICY } from '../http/provider-policy.js';

export const USITC_URL = 'https://hts.usitc.gov';

/** The US tariff: public domain. Rates change several times a year, so they are kept for hours, never longer than a day. */
export const USITC: ProviderPolicy = {
  ...USUAL_POLICY,
  id: 'usitc-hts',
  name: 'USITC Harmonized Tariff Schedule',
  terms: 'https://hts.usitc.gov/',
  rate: { requests: 3, perMs: 3 * SECOND },
  concurrency: 1,
  cacheMs: 6 * HOUR,
};
