import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import { SECOND } from '../../common/clock.js';
import { CommonErrors } from '../../common/errors/common.errors.js';
import { toAppError } from '../../common/errors/to-app-error.js';

/** About half a minute altogether: long enough for PostgreSQL or Redis to restart, or to fail over. */
const policy = retry(
  handleWhen((error) => toAppError(error).kind === CommonErrors.DEPENDENCY_UNAVAILABLE),
  { maxAttempts: 14, backoff: new ExponentialBackoff({ initialDelay: 100, maxDelay: 3 * SECOND }) },
);

/** Repeats what may be repeated while a store of ours is away. */
export function patiently<T>(work: () => Promise<T>): Promise<T> {
  return policy.execute(work);
}
