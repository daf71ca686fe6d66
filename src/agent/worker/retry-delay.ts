import { SECOND } from '../../common/clock.js';

const FIRST = 400;
const MOST = 20 * SECOND;

/**
 * Milliseconds to wait before the next attempt: exponential with full jitter, but never before the time that the failing
 * party asked for.
 * @param retryAfter seconds, as in a `Retry-After` header
 */
export function retryDelay(attempt: number, retryAfter: number | undefined, random = Math.random): number {
  const ceiling = Math.min(FIRST * 2 ** (attempt - 1), MOST);
  const jittered = ceiling / 2 + (random() * ceiling) / 2;
  return Math.round(retryAfter === undefined ? jittered : retryAfter * SECOND + jittered / 4);
}
