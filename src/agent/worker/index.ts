export { AgentWorkerModule } from './agent-worker.module.js';
export { RunWorker } from './run-worker.js';
