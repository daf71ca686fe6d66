import { MINUTE, SECOND } from '../../../../common/clock.js';
import { type ProviderPolicy } from '../http/provider-policy.js';
import { type SanctionList } from './sanction-list.js';

/** A list is fetched at most once a day, and only when it has changed. */
export function listPolicy({ id, name, page }: SanctionList): ProviderPolicy {
  return {
    id,
    name: name.en,
    terms: page,
    rate: { requests: 6, perMs: MINUTE },
    concurrency: 1,
    attemptMs: 90 * SECOND,
    attempts: 2,
    cacheMs: 0,
    maxBytes: 128 * 1024 * 1024,
  };
}
