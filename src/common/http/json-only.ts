import { type NextFunction, type Request, type Response } from 'express';
import { AppError } from '../errors/app-error.js';
import { CommonErrors } from '../errors/common.errors.js';

/** Files arrive as multipart or raw bytes; their routes read the body themselves. */
const OWN_BODY_ROUTES = /^\/api\/v1\/files(\/|$)/;

/** What is read as JSON, as type-is names it: `application/vnd.api+json` and its like are JSON, too. */
export const JSON_TYPES = ['json', '+json'];

/** Refuses a body of any other type than JSON at once, instead of treating it as absent. */
export function jsonOnly(request: Request, _response: Response, next: NextFunction): void {
  if (!sendsBody(request) || request.is(JSON_TYPES) || readsOwnBody(request)) next();
  else next(new AppError(CommonErrors.UNSUPPORTED_MEDIA_TYPE));
}

/** Whether a body comes with the request. */
export function sendsBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** Whether the route reads the body itself, as a stream. */
export function readsOwnBody({ path }: Request): boolean {
  return OWN_BODY_ROUTES.test(path);
}
