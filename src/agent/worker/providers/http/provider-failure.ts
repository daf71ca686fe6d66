import { AppError } from '../../../../common/errors/app-error.js';
import { ProviderErrors } from './provider.errors.js';
import { type ProviderPolicy } from './provider-policy.js';

/** What came back instead of an answer, as a registered error. */
export function refusalOf(policy: ProviderPolicy, status: number, waitMs: number | undefined): AppError {
  const retryAfter = waitMs === undefined ? undefined : Math.ceil(waitMs / 1000);
  const params = { provider: policy.name, status };
  // A 403 that says when to come back is a used-up quota, not a wrong key.
  if (status === 429 || (status === 403 && waitMs !== undefined))
    return new AppError(ProviderErrors.PROVIDER_LIMITED, { params, retryAfter });
  if (policy.keyed && (status === 401 || status === 403))
    return new AppError(ProviderErrors.PROVIDER_KEY_REFUSED, { params });
  if (status >= 500) return new AppError(ProviderErrors.PROVIDER_FAILED, { params, retryAfter });
  return new AppError(ProviderErrors.PROVIDER_REQUEST_REFUSED, { params });
}

const UNREACHABLE = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|UND_ERR_CONNECT_TIMEOUT)$/;

/** Whether a connection never came about, so that the network itself is in doubt. */
export function neverConnected(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (UNREACHABLE.test((cause as NodeJS.ErrnoException).code ?? '')) return true;
    if (cause instanceof AggregateError && cause.errors.some(neverConnected)) return true;
  }
  return false;
}

/** Whether the provider as such is out of order, which counts against it, and not just this request. */
export function isOutage(error: unknown): boolean {
  const { PROVIDER_UNREACHABLE, PROVIDER_TIMED_OUT, PROVIDER_FAILED, PROVIDER_ANSWER_INVALID } = ProviderErrors;
  const outages = [PROVIDER_UNREACHABLE, PROVIDER_TIMED_OUT, PROVIDER_FAILED, PROVIDER_ANSWER_INVALID];
  return error instanceof AppError && outages.includes(error.kind);
}
