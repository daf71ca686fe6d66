import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import { type Request, type Response } from 'express';
import { type AppError } from '../errors/app-error.js';
import { httpToAppError } from './http-exception.js';
import { requestId } from './request-id.js';
import { sendProblem } from './send-problem.js';

/** Answers every failure of every route as `application/problem+json`, in the language the client asked for. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const error = httpToAppError(thrown);
    this.log(requestId(request, response), error);
    if (response.headersSent) {
      // A stream has begun: a status can no longer be sent, and the stream reports its own failures as events.
      response.end();
      return;
    }
    sendProblem(request, response, error);
  }

  /** The cause is for us alone; a user's mistake is logged at debug level, so it never pages anyone. */
  private log(request_id: string, error: AppError): void {
    const { cause, code, kind } = error;
    const line = { request_id, code, status: kind.status, err: cause instanceof Error ? cause : error };
    if (kind.logLevel === 'error') this.logger.error(line, `Request failed: ${code}`);
    else if (kind.logLevel === 'warn') this.logger.warn(line, `Request refused: ${code}`);
    else this.logger.debug({ request_id, code, status: kind.status }, `Request refused: ${code}`);
  }
}
