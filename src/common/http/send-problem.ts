import { type Request, type Response } from 'express';
import { type AppError } from '../errors/app-error.js';
import { negotiateLanguage } from '../i18n/language.js';
import { PROBLEM_MEDIA_TYPE, toProblem } from './problem.js';
import { requestId } from './request-id.js';

/** Answers with an error, in the language the client asked for. Nothing of the response may have been sent yet. */
export function sendProblem(request: Request, response: Response, error: AppError): void {
  const language = negotiateLanguage(request.headers['accept-language']);
  if (error.retryAfter !== undefined) response.setHeader('Retry-After', Math.ceil(error.retryAfter));
  if (error.kind.status === 401 && !response.hasHeader('WWW-Authenticate')) {
    response.setHeader('WWW-Authenticate', 'Bearer');
  }
  const problem = toProblem(error, { instance: pathOf(request), requestId: requestId(request, response), language });
  response
    .status(error.kind.status)
    .setHeader('Content-Type', PROBLEM_MEDIA_TYPE)
    .setHeader('Content-Language', language)
    .setHeader('Cache-Control', 'no-store')
    .end(JSON.stringify(problem));
}

/** The query is left out: it may hold a token. */
function pathOf(request: Request): string {
  return request.originalUrl.split('?', 1)[0] ?? '/';
}
