import { type ServerResponse } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { type NextFunction, type Request, type Response } from 'express';
import { type Logger } from 'pino';
import { SECOND } from '../common/clock.js';
import { requestId } from '../common/http/request-id.js';
import { counter, histogram } from './metrics.js';
import { annotationsOf } from './request-annotations.js';
import { RequestStatistics } from './request-statistics.js';
import { ROOT_LOGGER } from './root-logger.js';
import { RequestSpan } from './tracing.js';

const answered = counter('http_requests_total', 'Requests to the API by route and answer', [
  'method',
  'route',
  'status',
]);
const answerTime = histogram('http_request_duration_seconds', 'Time to the end of the answer, event streams left out', [
  'route',
]);

/** Requests this process is working on right now. */
export interface OpenRequests {
  /** All of them. */
  readonly total: number;
  /** Those that are event streams. */
  readonly streams: number;
}

/** What is known of a request when it is over. */
interface Finished {
  readonly id: string;
  readonly elapsedMs: number;
  readonly span?: RequestSpan;
}

/**
 * Writes one line a request when it is over. It names the route's pattern instead of the URL: no query, no token, and few enough values to
 * group by.
 */
@Injectable()
export class AccessLog {
  private readonly open = new Set<ServerResponse>();

  constructor(
    @Inject(ROOT_LOGGER) private readonly root: Logger,
    private readonly statistics: RequestStatistics,
  ) {}

  /** The Express middleware; it must be the first, so that what later ones refuse is logged too. */
  readonly middleware = (request: Request, response: Response, next: NextFunction): void => {
    const id = requestId(request, response);
    const startedAt = performance.now();
    // Probes come by the second and belong to nothing.
    const span = request.originalUrl.startsWith('/api/') ? RequestSpan.begin(request) : undefined;
    this.open.add(response);
    // `close` comes once for every response, also for one whose client went away before the end.
    response.once('close', () => {
      this.open.delete(response);
      this.finish(request, response, { id, elapsedMs: Math.round(performance.now() - startedAt), span });
    });
    if (span === undefined) next();
    else span.run(next);
  };

  openRequests(): OpenRequests {
    return { total: this.open.size, streams: [...this.open].filter(isEventStream).length };
  }

  private finish(request: Request, response: Response, { id, elapsedMs, span }: Finished): void {
    const annotations = annotationsOf(response);
    const line = {
      request_id: id,
      user_id: (request as { user?: { userId?: string } }).user?.userId ?? null,
      endpoint: routeOf(request),
      method: request.method,
      status_code: response.statusCode,
      response_time_ms: elapsedMs,
      agent_query_time_ms: annotations.agent_query_time_ms ?? null,
      cache_hit: annotations.cache_hit ?? null,
      ...(!response.writableFinished && { aborted: true }),
      ...(span !== undefined && { trace_id: span.traceId }),
    };
    span?.end(line.endpoint, line.status_code, { 'tradeflow.request_id': id });
    if (!request.originalUrl.startsWith('/api/')) {
      // Probes and machine pages come by the second; they say nothing of how users fare.
      this.root.debug(line, 'request');
      return;
    }
    this.root.info(line, 'request');
    const { status_code, response_time_ms, endpoint } = line;
    const route = endpoint ?? 'none';
    // Until something is sent, the status is only what it would have been.
    const status = response.headersSent ? status_code : 'aborted';
    answered.inc({ method: request.method, route, status });
    // How long a client listens says nothing of our speed.
    const timed = !isEventStream(response);
    if (timed) answerTime.observe({ route }, response_time_ms / SECOND);
    this.statistics.record({ status_code, ...(timed && { response_time_ms }), ...annotations });
  }
}

/** The pattern of the route that answered, e.g. `/api/v1/agent/runs/:id`; null when none did. */
function routeOf(request: Request): string | null {
  const { route } = request as { route?: { path?: unknown } };
  // What no route takes is taken by Nest's own `*path`.
  return typeof route?.path === 'string' && !route.path.startsWith('*') ? route.path : null;
}

function isEventStream(response: ServerResponse): boolean {
  return String(response.getHeader('content-type')).startsWith('text/event-stream');
}
