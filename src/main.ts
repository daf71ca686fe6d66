import { NestFactory } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from './app.module.js';
import { configureHttp, HTTP_APPLICATION_OPTIONS, listenHttp } from './common/http/configure-http.js';
import { HttpAdapter } from './common/http/http-adapter.js';
import { serveDocs } from './common/http/docs/serve-docs.js';
import { runProcess } from './common/process/run-process.js';
import { AppConfig, loadConfig } from './config/index.js';
import { AccessLog, serveMetrics, startTracing, useStructuredLogs } from './telemetry/index.js';

await runProcess('The TradeFlow API', async () => {
  const { tracing } = loadConfig(); // First, so that a wrong variable is told before anything else is tried.
  await startTracing('tradeflow-api', tracing.endpoint);
  const app = await NestFactory.create<NestExpressApplication>(AppModule, new HttpAdapter(), HTTP_APPLICATION_OPTIONS);
  useStructuredLogs(app);
  const config = app.get(AppConfig);
  configureHttp(app, config.http, app.get(AccessLog).middleware);
  serveDocs(app);
  await serveMetrics(app, config.http);
  await listenHttp(app, config.http);
});
