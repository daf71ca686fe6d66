import { AppError } from './app-error.js';
import { CommonErrors } from './common.errors.js';

/**
 * Failures that pass, by the drivers' codes: of the connection (Node's; PostgreSQL's SQLSTATE class 08 and 57P), and of a
 * PostgreSQL that has too much to do (57014 the statement took too long, 40001 and 40P01 it collided, 53300 no connection left).
 */
const UNAVAILABLE_CODES =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|08\w{3}|57014|57P0[1235]|40001|40P01|25P03|53300)$/;
const UNAVAILABLE_NAMES =
  /^(MaxRetriesPerRequestError|Mongo(Network|NetworkTimeout|ServerSelection|PoolCleared|PoolClosed|NotConnected|TopologyClosed)Error)$/;
/** A MongoDB server that stops, or has just lost its primary. */
const UNAVAILABLE_MONGO_CODES = /^(91|189|10107|11600|11602|13435|13436)$/;
const UNAVAILABLE_MESSAGES =
  /Connection is closed|Connection terminated|enableOfflineQueue|timeout exceeded when trying to connect|Command timed out|^READONLY|^LOADING|Driver not Connected|Client has encountered a connection error/i;

/** PostgreSQL's `foreign_key_violation`, where what is missing is the user: the account was deleted under the request. */
const MISSING_REFERENCE = '23503';
const OWNER_CONSTRAINT = /_user_id_fkey$/;

/**
 * The one mapping from whatever was thrown to a registered error, for HTTP, the event stream and the worker.
 * An unknown failure becomes INTERNAL_ERROR with the original as its cause; its message is never shown.
 */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  if (isUnavailable(thrown)) return new AppError(CommonErrors.DEPENDENCY_UNAVAILABLE, { cause: thrown, retryAfter: 2 });
  if (isOwnerless(thrown)) return new AppError(CommonErrors.ACCOUNT_GONE, { cause: thrown });
  return new AppError(CommonErrors.INTERNAL_ERROR, { cause: thrown });
}

function isOwnerless(thrown: unknown): boolean {
  const { driverError } = (thrown ?? {}) as { driverError?: { code?: unknown; constraint?: unknown } };
  return driverError?.code === MISSING_REFERENCE && OWNER_CONSTRAINT.test(String(driverError.constraint));
}

function isUnavailable(thrown: unknown, depth = 0): boolean {
  if (!(thrown instanceof Error) || depth > 3) return false;
  const { code, driverError } = thrown as Error & { code?: unknown; driverError?: unknown };
  return (
    UNAVAILABLE_CODES.test(String(code)) ||
    UNAVAILABLE_NAMES.test(thrown.name) ||
    (thrown.name === 'MongoServerError' && UNAVAILABLE_MONGO_CODES.test(String(code))) ||
    UNAVAILABLE_MESSAGES.test(thrown.message) ||
    isUnavailable(driverError, depth + 1) ||
    isUnavailable(thrown.cause, depth + 1)
  );
}
