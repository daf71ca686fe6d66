import { Global, type INestApplicationContext, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Logger, LoggerModule } from 'nestjs-pino';
import { type Logger as PinoLogger } from 'pino';
import { AppConfig } from '../config/index.js';
import { AccessLog } from './access-log.js';
import { createLogger } from './logger.factory.js';
import { RequestStatistics } from './request-statistics.js';
import { ROOT_LOGGER } from './root-logger.js';
import { stopTracing } from './tracing.js';

const rootLogger = {
  provide: ROOT_LOGGER,
  inject: [AppConfig],
  useFactory: (config: AppConfig) => createLogger(config.log),
};

/** Owns the logger, so that nestjs-pino and the access log get the same one. */
@Global()
@Module({ providers: [rootLogger], exports: [ROOT_LOGGER] })
class RootLoggerModule {}

/** The last spans are those of what the process did while it stopped. */
@Injectable()
class SpansAtTheEnd implements OnApplicationShutdown {
  async onApplicationShutdown(): Promise<void> {
    await stopTracing();
  }
}

/** Structured logs and request figures, for both processes. */
@Global()
@Module({
  imports: [
    RootLoggerModule,
    LoggerModule.forRootAsync({
      inject: [ROOT_LOGGER],
      // The access log is a middleware of ours, mounted before the body is read; hence no routes here.
      useFactory: (logger: PinoLogger) => ({ pinoHttp: { logger, wrapSerializers: false }, forRoutes: [] }),
    }),
  ],
  providers: [AccessLog, RequestStatistics, SpansAtTheEnd],
  exports: [AccessLog, RequestStatistics],
})
export class TelemetryModule {}

/** From here on everything Nest and our services log goes through pino. */
export function useStructuredLogs(app: INestApplicationContext): void {
  app.useLogger(app.get(Logger));
  app.flushLogs();
}
