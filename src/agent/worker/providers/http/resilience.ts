import {
  bulkhead,
  circuitBreaker,
  ConsecutiveBreaker,
  DelegateBackoff,
  ExponentialBackoff,
  handleWhen,
  type IRetryBackoffContext,
  retry,
  wrap,
} from 'cockatiel';
import { MINUTE, SECOND } from '../../../../common/clock.js';
import { AppError } from '../../../../common/errors/app-error.js';
import { isOutage } from './provider-failure.js';
import { type ProviderPolicy } from './provider-policy.js';
import { ProviderErrors } from './provider.errors.js';

/** A question waits no longer than this for a second attempt; a provider that wants more is left alone. Milliseconds. */
export const LONGEST_RETRY_WAIT = 3 * SECOND;
const FIRST_RETRY_WAIT = 250;
/** Outages in a row after which a provider is left alone, and for how long: ever longer while it stays away. */
const OUTAGES = 3;
const LEFT_ALONE = { initialDelay: 30 * SECOND, maxDelay: 10 * MINUTE };
/** Requests that may wait behind those at work. */
const QUEUE = 30;

/** Retry around breaker around bulkhead, as the policy asks for. */
export function createResilience({ attempts, concurrency }: ProviderPolicy) {
  const retrying = retry(handleWhen(mayPass), {
    maxAttempts: attempts - 1,
    backoff: new DelegateBackoff(waitBeforeRetry),
  });
  const breaker = circuitBreaker(handleWhen(isOutage), {
    halfOpenAfter: new ExponentialBackoff(LEFT_ALONE),
    breaker: new ConsecutiveBreaker(OUTAGES),
  });
  return { breaker, policy: wrap(retrying, breaker, bulkhead(concurrency, QUEUE)) };
}

/** A time-out has used up its time already, and what cannot be connected to cannot be so a moment later. */
function mayPass(error: Error): boolean {
  if (!(error instanceof AppError)) return false;
  if (error.kind === ProviderErrors.PROVIDER_FAILED || error.kind === ProviderErrors.PROVIDER_LIMITED)
    return (error.retryAfter ?? 0) * SECOND <= LONGEST_RETRY_WAIT;
  return error.kind === ProviderErrors.PROVIDER_ANSWER_INVALID;
}

/** As long as the provider asks for, else twice as long each time; never to the millisecond the same for all. */
function waitBeforeRetry({ attempt, result }: IRetryBackoffContext<unknown>): number {
  const asked = 'error' in result && result.error instanceof AppError ? (result.error.retryAfter ?? 0) * SECOND : 0;
  const usual = FIRST_RETRY_WAIT * 2 ** (attempt - 1);
  return Math.max(asked, usual) + Math.random() * usual;
}
