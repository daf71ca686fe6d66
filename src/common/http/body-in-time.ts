import { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { HOUR, MINUTE } from '../clock.js';
import { AppError } from '../errors/app-error.js';
import { CommonErrors } from '../errors/common.errors.js';
import { readsOwnBody, sendsBody } from './json-only.js';
import { sendProblem } from './send-problem.js';

/**
 * Longest time a whole request may take to arrive, milliseconds: as long as a signed URL for an upload is good. Node's own
 * five minutes would cut off a gigabyte that comes at less than 30 Mbit/s.
 */
export const LONGEST_REQUEST = HOUR;

/** Longest time for a JSON body, milliseconds. It is small: who takes longer holds a connection on purpose. */
export const LONGEST_JSON_BODY = MINUTE;

/** Answers 408 to a JSON body that is not there in time, and closes the connection. Files take as long as LONGEST_REQUEST. */
export function bodyInTime(limitMs: number): RequestHandler {
  return (request: Request, response: Response, next: NextFunction): void => {
    if (sendsBody(request) && !readsOwnBody(request)) {
      const timer = setTimeout(() => {
        if (response.headersSent) return;
        response.setHeader('Connection', 'close');
        sendProblem(request, response, new AppError(CommonErrors.REQUEST_TIMEOUT));
      }, limitMs);
      request.once('end', () => clearTimeout(timer));
      response.once('close', () => clearTimeout(timer));
    }
    next();
  };
}
