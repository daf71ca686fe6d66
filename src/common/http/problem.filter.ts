import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import { type Request, type Response } from 'express';
import { type AppError } from '../errors/app-error.js';
import { negotiateLanguage } from '../i18n/language.js';
import { httpToAppError } from './http-exception.js';
import { PROBLEM_MEDIA_TYPE, toProblem } from './problem.js';
import { requestId } from './request-id.js';

/** Answers every failure of every route as `application/problem+json`, in the language the client asked for. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const error = httpToAppError(thrown);
    this.log(error);
    if (response.headersSent) {
      // A stream has begun: a status can no longer be sent, and the stream reports its own failures as events.
      response.end();
      return;
    }
    const language = negotiateLanguage(request.headers['accept-language']);
    if (error.retryAfter !== undefined) response.setHeader('Retry-After', Math.ceil(error.retryAfter));
    if (error.kind.status === 401 && !response.hasHeader('WWW-Authenticate'))
      response.setHeader('WWW-Authenticate', 'Bearer');
    response
      .status(error.kind.status)
      .setHeader('Content-Type', PROBLEM_MEDIA_TYPE)
      .setHeader('Content-Language', language)
      .setHeader('Cache-Control', 'no-store')
      .end(
        JSON.stringify(
          toProblem(error, { instance: pathOf(request), requestId: requestId(request, response), language }),
        ),
      );
  }

  /** The cause is for us alone; a user's mistake is logged at debug level, so it never pages anyone. */
  private log(error: AppError): void {
    const { cause, code, kind } = error;
    const line = { code, status: kind.status, err: cause instanceof Error ? cause : error };
    if (kind.logLevel === 'error') this.logger.error(line, `Request failed: ${code}`);
    else if (kind.logLevel === 'warn') this.logger.warn(line, `Request refused: ${code}`);
    else this.logger.debug({ code, status: kind.status }, `Request refused: ${code}`);
  }
}

/** The query is left out: it may hold a token. */
function pathOf(request: Request): string {
  return request.originalUrl.split('?', 1)[0] ?? '/';
}
