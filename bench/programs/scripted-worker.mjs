// src/worker.ts with another agent runtime; everything else is the shipped worker.
import { Test } from '@nestjs/testing';
import { RunWorker } from '../../dist/src/agent/worker/index.js';
import { AgentRuntime } from '../../dist/src/agent/worker/runtime/agent-runtime.port.js';
import { startProbeServer } from '../../dist/src/common/http/probe-server.js';
import { AppConfig } from '../../dist/src/config/index.js';
import { useStructuredLogs } from '../../dist/src/telemetry/index.js';
import { WorkerModule } from '../../dist/src/worker.module.js';
import { createScriptedRuntime, scriptFromEnvironment } from './scripted-runtime.mjs';

const app = await Test.createTestingModule({ imports: [WorkerModule] })
  .overrideProvider(AgentRuntime)
  .useValue(createScriptedRuntime(scriptFromEnvironment()))
  .compile();
useStructuredLogs(app);
app.enableShutdownHooks();
await app.init();
const { http } = app.get(AppConfig);
const worker = app.get(RunWorker);
await startProbeServer({ host: http.host, port: http.workerProbePort }, () => ({ ok: worker.healthy }));
