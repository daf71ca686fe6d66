import { type AppError } from '../../common/errors/app-error.js';
import { AuthErrors } from '../auth.errors.js';

const SCHEME = 'Bearer realm="tradeflow"';

/**
 * The `WWW-Authenticate` header that goes with a refusal (RFC 6750 §3), or undefined for a failure that is none.
 * @param permission what the route asks for; becomes the `scope` of a refusal for lack of it.
 */
export function bearerChallenge(error: AppError, permission?: string): string | undefined {
  if (error.kind === AuthErrors.AUTHENTICATION_REQUIRED) return SCHEME;
  if (error.kind === AuthErrors.PERMISSION_DENIED)
    return `${SCHEME}, error="insufficient_scope", scope="${permission}"`;
  if (error.kind.status !== 401) return undefined;
  return `${SCHEME}, error="invalid_token", error_description="${error.kind.title.en}"`;
}
