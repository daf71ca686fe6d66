import { type NextFunction, type Request, type Response } from 'express';
import { AppError } from '../errors/app-error.js';
import { CommonErrors } from '../errors/common.errors.js';

/** Files arrive as multipart or raw bytes; their routes read the body themselves. */
const OWN_BODY_ROUTES = /^\/api\/v1\/files(\/|$)/;

/** Refuses a body of any other type than JSON at once, instead of treating it as absent. */
export function jsonOnly(request: Request, _response: Response, next: NextFunction): void {
  const { 'content-length': length, 'transfer-encoding': chunked } = request.headers;
  const hasBody = chunked !== undefined || Number(length ?? 0) > 0;
  if (!hasBody || request.is(['json', '+json']) || OWN_BODY_ROUTES.test(request.path)) next();
  else next(new AppError(CommonErrors.UNSUPPORTED_MEDIA_TYPE));
}
