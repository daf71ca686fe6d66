import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AppConfig } from '../config/index.js';
import { postgresOptions } from './postgres-options.js';

/** The PostgreSQL connection pool. Entities register themselves through `TypeOrmModule.forFeature` in their modules. */
@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [AppConfig],
      useFactory: (config: AppConfig) => ({ ...postgresOptions(config.postgres), autoLoadEntities: true }),
    }),
  ],
})
export class DatabaseModule {}
