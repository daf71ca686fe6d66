import { HttpException } from '@nestjs/common';
import { AppError } from '../errors/app-error.js';
import { CommonErrors } from '../errors/common.errors.js';
import { type ErrorKind } from '../errors/error-registry.js';
import { toAppError } from '../errors/to-app-error.js';

/** Largest JSON body that is read. Files have their own way in. */
export const BODY_LIMIT = { bytes: 1_048_576, text: '1 MB' } as const;

/** What body-parser says went wrong, by the `type` of its errors. */
const BODY_ERRORS: Readonly<Record<string, ErrorKind>> = {
  'entity.parse.failed': CommonErrors.MALFORMED_BODY,
  'request.size.invalid': CommonErrors.MALFORMED_BODY,
  'request.aborted': CommonErrors.MALFORMED_BODY,
  'entity.too.large': CommonErrors.PAYLOAD_TOO_LARGE,
  'encoding.unsupported': CommonErrors.UNSUPPORTED_MEDIA_TYPE,
  'charset.unsupported': CommonErrors.UNSUPPORTED_MEDIA_TYPE,
};

/** What zlib says of a body that is not compressed as it claims (zlib, Brotli, Zstandard); body-parser hands it on with a status only. */
const BROKEN_COMPRESSION = /^(Z_|ERR__ERROR_|ZSTD_)/;

/** What Nest and Express refuse of their own accord, by status. Our own code throws `AppError` only. */
const STATUS_ERRORS: Readonly<Record<number, ErrorKind>> = {
  // A path or query that cannot be decoded; no route can be meant by it.
  400: CommonErrors.ROUTE_NOT_FOUND,
  404: CommonErrors.ROUTE_NOT_FOUND,
  408: CommonErrors.REQUEST_TIMEOUT,
  413: CommonErrors.PAYLOAD_TOO_LARGE,
  415: CommonErrors.UNSUPPORTED_MEDIA_TYPE,
  422: CommonErrors.VALIDATION_FAILED,
  503: CommonErrors.DEPENDENCY_UNAVAILABLE,
};

/** Whatever a request failed with, as a registered error. Knows, beyond `toAppError`, what the HTTP framework throws. */
export function httpToAppError(thrown: unknown): AppError {
  if (!(thrown instanceof HttpException)) return toAppError(thrown);
  const { type = '', code = '' } = (thrown.cause ?? {}) as { type?: string; code?: string };
  const broken = BROKEN_COMPRESSION.test(code) ? CommonErrors.MALFORMED_BODY : undefined;
  const kind = BODY_ERRORS[type] ?? broken ?? STATUS_ERRORS[thrown.getStatus()] ?? CommonErrors.INTERNAL_ERROR;
  return new AppError(kind, { cause: thrown, params: { limit: BODY_LIMIT.text } });
}
