import { DAY, MINUTE } from '../../../../common/clock.js';
import { type ProviderPolicy, USUAL_POLICY } from '../http/provider-policy.js';

export const GLEIF_URL = 'https://api.gleif.org';

/** The register of Legal Entity Identifiers: CC0 data, 60 requests a minute. */
export const GLEIF: ProviderPolicy = {
  ...USUAL_POLICY,
  id: 'gleif',
  name: 'GLEIF',
  terms: 'https://www.gleif.org/en/meta/lei-data-terms-of-use',
  rate: { requests: 50, perMs: MINUTE },
  cacheMs: DAY,
};
