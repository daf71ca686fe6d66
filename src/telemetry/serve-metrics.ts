import { type NestExpressApplication } from '@nestjs/platform-express';
import { type Request, type Response } from 'express';
import { startPageServer } from '../common/http/page-server.js';
import { AccessLog } from './access-log.js';
import { metricsPage, watch, watchProcess } from './metrics.js';

/**
 * Serves the figures of the API at `/metrics`: on a port of its own, which an ingress need not know, or where there is none beside the
 * other machine pages. Call it before `listen`.
 */
export async function serveMetrics(
  app: NestExpressApplication,
  { host, metricsPort }: { readonly host: string; readonly metricsPort?: number },
): Promise<void> {
  const accessLog = app.get(AccessLog);
  watchProcess();
  watch('http_open_requests', 'Requests this process is working on', () => accessLog.openRequests().total);
  watch('event_streams', 'Event streams that are open here', () => accessLog.openRequests().streams);
  if (metricsPort !== undefined) {
    await startPageServer({ host, port: metricsPort, variable: 'METRICS_PORT' }, { '/metrics': metricsPage });
    return;
  }
  app
    .getHttpAdapter()
    .getInstance()
    .get('/metrics', async (_request: Request, response: Response) => {
      const { contentType, body } = await metricsPage();
      response.set('Cache-Control', 'no-store').set('Content-Type', contentType).end(body);
    });
}
