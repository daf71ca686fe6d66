import { NestFactory } from '@nestjs/core';
import { RunWorker } from './agent/worker/index.js';
import { startProbeServer } from './common/http/probe-server.js';
import { QUIET_START, runProcess } from './common/process/run-process.js';
import { AppConfig, loadConfig } from './config/index.js';
import { metricsPage, startTracing, useStructuredLogs, watchProcess } from './telemetry/index.js';
import { WorkerModule } from './worker.module.js';

await runProcess('The TradeFlow worker', async () => {
  const { tracing } = loadConfig();
  await startTracing('tradeflow-worker', tracing.endpoint);
  const app = await NestFactory.createApplicationContext(WorkerModule, QUIET_START);
  useStructuredLogs(app);
  app.enableShutdownHooks();
  const { http } = app.get(AppConfig);
  const worker = app.get(RunWorker);
  watchProcess();
  const address = { host: http.host, port: http.workerProbePort, variable: 'WORKER_PROBE_PORT' };
  await startProbeServer(address, () => ({ ok: worker.healthy, stuck: worker.stuck }), { '/metrics': metricsPage });
});
