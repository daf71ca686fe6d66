import { Module } from '@nestjs/common';
import { SessionModule, SessionReaderModule } from '../session/index.js';
import { AuthModule } from '../auth/index.js';
import { StorageModule } from '../storage/index.js';
import { AccountRuns } from './account-runs.js';
import { AgentApi } from './agent-api.js';
import { AgentController } from './agent.controller.js';
import { AccountAnswers } from './cache/account-answers.js';
import { CacheController } from './cache/cache.controller.js';
import { CapabilitiesController } from './capabilities/capabilities.controller.js';
import { ModelsController } from './capabilities/models.controller.js';
import { RunRecordsModule } from './run-records.module.js';
import { RunsController } from './runs.controller.js';
import { AttachedFiles } from './runs/attached-files.js';
import { RunCancellation } from './runs/run-cancellation.js';
import { RunIntake } from './runs/run-intake.js';
import { RunsService } from './runs/runs.service.js';
import { RunStreams } from './streams/run-streams.js';
import { Quotas } from './usage/quotas.js';
import { UsageController } from './usage/usage.controller.js';
import { UsageRepository } from './usage/usage.repository.js';

/** What the API process has of the agent: taking in questions and showing runs. No agent code. */
@Module({
  imports: [AuthModule, StorageModule, SessionModule, SessionReaderModule, RunRecordsModule],
  controllers: [
    AgentController,
    RunsController,
    CacheController,
    CapabilitiesController,
    ModelsController,
    UsageController,
  ],
  providers: [
    AccountAnswers,
    AccountRuns,
    AgentApi,
    AttachedFiles,
    Quotas,
    RunCancellation,
    RunIntake,
    RunsService,
    RunStreams,
    UsageRepository,
  ],
  exports: [AgentApi, RunCancellation, RunsService, RunRecordsModule],
})
export class AgentModule {}
