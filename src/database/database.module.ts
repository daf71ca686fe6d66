import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AppConfig } from '../config/index.js';
import { MongoDatabase } from './mongo-database.js';
import { postgresOptions } from './postgres-options.js';

/** The connections to PostgreSQL and, where there is one, MongoDB. Entities register themselves through `TypeOrmModule.forFeature` in their modules. */
@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [AppConfig],
      useFactory: (config: AppConfig) => ({
        ...postgresOptions(config.postgres),
        autoLoadEntities: true,
        // A start without a database ends at once with a sentence; what starts the process decides when to try again.
        toRetry: () => false,
      }),
    }),
  ],
  providers: [MongoDatabase],
  exports: [MongoDatabase],
})
export class DatabaseModule {}
