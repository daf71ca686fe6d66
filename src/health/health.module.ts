import { Module } from '@nestjs/common';
import { HealthIndicatorService, TerminusModule } from '@nestjs/terminus';
import { getDataSourceToken } from '@nestjs/typeorm';
import { type Pool } from 'pg';
import { type DataSource } from 'typeorm';
import { RunRecordsModule } from '../agent/index.js';
import { StorageModule } from '../storage/index.js';
import { AgentRunnerCheck } from './checks/agent-runner.check.js';
import { DatabaseCheck } from './checks/database.check.js';
import { MongodbCheck } from './checks/mongodb.check.js';
import { ObjectStoreCheck } from './checks/object-store.check.js';
import { RedisCheck } from './checks/redis.check.js';
import { HealthController } from './health.controller.js';
import { HealthService } from './health.service.js';
import { SystemFigures } from './system-figures.js';

/** The probes of the API process. */
@Module({
  // Terminus would write an error line a probe; HealthService writes one when the state changes.
  imports: [TerminusModule.forRoot({ logger: false }), RunRecordsModule, StorageModule],
  controllers: [HealthController],
  providers: [
    {
      provide: DatabaseCheck,
      inject: [HealthIndicatorService, getDataSourceToken()],
      useFactory: (indicators: HealthIndicatorService, dataSource: DataSource) =>
        new DatabaseCheck(indicators, (dataSource.driver as unknown as { master: Pool }).master),
    },
    RedisCheck,
    MongodbCheck,
    ObjectStoreCheck,
    AgentRunnerCheck,
    HealthService,
    SystemFigures,
  ],
})
export class HealthModule {}
