import { MINUTE, SECOND } from '../../../../common/clock.js';
import { type ProviderPolicy, USUAL_POLICY } from '../http/provider-policy.js';

export const COMTRADE_URL = 'https://comtradeapi.un.org';

/**
 * UN Comtrade without a key. Its terms allow free use with attribution and forbid to pass the data on: answers are kept for minutes,
 * and nothing of it is ever put into the repository. About one request a second is taken, a few at once.
 */
export const COMTRADE_PREVIEW: ProviderPolicy = {
  ...USUAL_POLICY,
  id: 'un-comtrade',
  name: 'UN Comtrade',
  terms: 'https://comtrade.un.org/licenseagreement.html',
  rate: { requests: 3, perMs: 5 * SECOND },
  attemptMs: 8 * SECOND,
  cacheMs: 10 * MINUTE,
};

/** With a free key: 500 calls a day. */
export const COMTRADE_KEYED: ProviderPolicy = {
  ...COMTRADE_PREVIEW,
  id: 'un-comtrade-keyed',
  name: 'UN Comtrade (key)',
  keyed: true,
  rate: { requests: 5, perMs: 5 * SECOND },
  maxBytes: 32 * 1024 * 1024,
};
