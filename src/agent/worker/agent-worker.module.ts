import { Module } from '@nestjs/common';
import { SessionModule } from '../../session/index.js';
import { StorageModule } from '../../storage/index.js';
import { RunRecordsModule } from '../run-records.module.js';
import { RunEffectsRepository } from '../runs/run-effects.repository.js';
import { RunAttachments } from './attachments/run-attachments.js';
import { CapabilityReporter } from './capability-reporter.js';
import { QueuePositions } from './queue-positions.js';
import { RunArtifacts } from './run-artifacts.js';
import { RunAttempts } from './run-attempts.js';
import { RunExecutor } from './run-executor.js';
import { RunLeases } from './run-leases.js';
import { RunReconciler } from './run-reconciler.js';
import { RunWorker } from './run-worker.js';
import { ToolLedgers } from './tool-ledgers.js';
import { AgentRuntimeModule } from './runtime/agent-runtime.module.js';

/** What only the worker process has: the queue's consumer and the agent itself. */
@Module({
  imports: [SessionModule, StorageModule, RunRecordsModule, AgentRuntimeModule],
  providers: [
    CapabilityReporter,
    QueuePositions,
    RunArtifacts,
    RunAttachments,
    RunAttempts,
    RunEffectsRepository,
    RunExecutor,
    RunLeases,
    RunReconciler,
    RunWorker,
    ToolLedgers,
  ],
  exports: [RunWorker],
})
export class AgentWorkerModule {}
