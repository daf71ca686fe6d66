import { Module } from '@nestjs/common';
import { AgentWorkerModule } from './agent/worker/index.js';
import { CacheModule } from './cache/index.js';
import { ConfigModule } from './config/index.js';
import { DatabaseModule } from './database/index.js';
import { SessionUpkeepModule } from './session/index.js';
import { TelemetryModule } from './telemetry/index.js';

/** The worker process: takes runs from the queue and works on them. No HTTP but a probe. */
@Module({
  imports: [ConfigModule, TelemetryModule, DatabaseModule, CacheModule, SessionUpkeepModule, AgentWorkerModule],
})
export class WorkerModule {}
