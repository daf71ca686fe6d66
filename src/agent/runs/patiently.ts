import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import { SECOND } from '../../common/clock.js';
import { CommonErrors } from '../../common/errors/common.errors.js';
import { toAppError } from '../../common/errors/to-app-error.js';

const storeIsAway = handleWhen((error) => toAppError(error).kind === CommonErrors.DEPENDENCY_UNAVAILABLE);
const backoff = new ExponentialBackoff({ initialDelay: 100, maxDelay: 3 * SECOND });

/** About half a minute altogether: long enough for PostgreSQL or Redis to restart, or to fail over. A process that ends does not wait for it. */
const patience = retry(storeIsAway, { maxAttempts: 14, backoff }).dangerouslyUnref();
/** Ten minutes at least: an answer that is made is worth waiting for, and while the records are away nobody else can make another. */
const insistence = retry(storeIsAway, { maxAttempts: 200, backoff });

/** Repeats what may be repeated while a store of ours is away. */
export function patiently<T>(work: () => Promise<T>): Promise<T> {
  return patience.execute(work);
}

/** The same for what must not be lost. */
export function insistently<T>(work: () => Promise<T>): Promise<T> {
  return insistence.execute(work);
}
