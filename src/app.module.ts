import { Module } from '@nestjs/common';
import { AgentModule } from './agent/index.js';
import { AuthModule } from './auth/index.js';
import { CacheModule } from './cache/index.js';
import { ChatModule } from './chat/index.js';
import { ConfigModule } from './config/index.js';
import { DatabaseModule } from './database/index.js';
import { FilesModule } from './files/index.js';
import { HealthModule } from './health/index.js';
import { SessionModule } from './session/index.js';
import { TelemetryModule } from './telemetry/index.js';

/** The API process: HTTP and event streams. It loads no agent code. */
@Module({
  imports: [
    ConfigModule,
    TelemetryModule,
    DatabaseModule,
    CacheModule,
    SessionModule,
    AuthModule,
    FilesModule,
    AgentModule,
    ChatModule,
    HealthModule,
  ],
})
export class AppModule {}
