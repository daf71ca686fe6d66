import { type NestApplicationOptions, RequestMethod } from '@nestjs/common';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { AppError } from '../errors/app-error.js';
import { CommonErrors } from '../errors/common.errors.js';
import { QUIET_START } from '../process/run-process.js';
import { bodyInTime, LONGEST_JSON_BODY, LONGEST_REQUEST } from './body-in-time.js';
import { BODY_LIMIT } from './http-exception.js';
import { JSON_TYPES, jsonOnly } from './json-only.js';
import { ProblemFilter } from './problem.filter.js';
import { requestId } from './request-id.js';
import { RequestValidationPipe } from './request-validation.pipe.js';
import { apiSecurityHeaders } from './security-headers.js';
import { sendProblem } from './send-problem.js';

/** What `NestFactory.create` must be given, beside an `HttpAdapter`, for `configureHttp` to hold. */
export const HTTP_APPLICATION_OPTIONS = {
  // The parser is mounted below, after the access log, so that a broken body is logged like any other request.
  bodyParser: false,
  ...QUIET_START,
} as const satisfies NestApplicationOptions;

export const API_PREFIX = '/api/v1';

/** Pages for machines and developers, outside of the prefix. */
const UNPREFIXED = ['health', 'health/{*rest}', '.well-known/{*rest}'];

export interface HttpOptions {
  /** Origins whose pages may call from a browser; any other gets no CORS header at all. */
  readonly corsOrigins: readonly string[];
  /** Whose X-Forwarded-* headers are believed, in the syntax of Express' `trust proxy`. */
  readonly trustedProxies: string;
}

/**
 * Everything between the socket and the controllers, in the order a request meets it. The list is short on purpose: each
 * entry is paid for by every request.
 */
export function configureHttp(app: NestExpressApplication, options: HttpOptions, accessLog?: RequestHandler): void {
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', options.trustedProxies);
  app.set('query parser', 'simple');
  app.getHttpServer().requestTimeout = LONGEST_REQUEST;
  setApiPrefix(app);

  app.use(settleRequestId);
  if (accessLog) app.use(accessLog);
  app.use(apiSecurityHeaders);
  enableCors(app, options.corsOrigins);
  app.use(jsonOnly, bodyInTime(LONGEST_JSON_BODY));
  app.useBodyParser('json', { limit: BODY_LIMIT.bytes, type: JSON_TYPES });

  app.useGlobalFilters(new ProblemFilter());
  app.useGlobalPipes(new RequestValidationPipe());
  app.enableShutdownHooks();
}

/**
 * Opens the port. Behind all routes it mounts the answer to any other path: Nest's own covers the prefix only, and Express'
 * is a page of HTML.
 */
export async function listenHttp(app: NestExpressApplication, address: { host: string; port: number }): Promise<void> {
  await app.init();
  app.use((request: Request, response: Response) =>
    sendProblem(request, response, new AppError(CommonErrors.ROUTE_NOT_FOUND)),
  );
  await app.listen(address.port, address.host);
}

/** Puts every controller below API_PREFIX but those of the machine pages. */
export function setApiPrefix(app: NestExpressApplication): void {
  app.setGlobalPrefix(API_PREFIX, { exclude: UNPREFIXED.map((path) => ({ path, method: RequestMethod.ALL })) });
}

/** Every answer carries its id, whoever asks for it later on. */
function settleRequestId(request: Request, response: Response, next: NextFunction): void {
  requestId(request, response);
  next();
}

/** Without a configured origin there is no CORS code on the way of a request at all. */
function enableCors(app: NestExpressApplication, allowed: readonly string[]): void {
  if (allowed.length === 0) return;
  // Also where nothing is allowed: else a cache gives the answer without CORS headers to a page of a configured origin.
  app.use((_request: Request, response: Response, next: NextFunction) => {
    response.vary('Origin');
    next();
  });
  app.enableCors((request: { headers: { origin?: string } }, done) =>
    done(null, {
      origin: allowed.includes(request.headers.origin ?? ''),
      methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
      exposedHeaders: [
        'X-Request-Id',
        'Retry-After',
        'RateLimit',
        'RateLimit-Policy',
        'Location',
        'Content-Disposition',
        'Content-Range',
        'ETag',
        'Preference-Applied',
        'WWW-Authenticate',
        'Content-Language',
      ],
      maxAge: 600,
    }),
  );
}
