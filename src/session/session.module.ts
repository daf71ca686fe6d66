import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { RedisConnections } from '../cache/index.js';
import { AppConfig } from '../config/index.js';
import { MongoDatabase } from '../database/index.js';
import { ObjectStore, StorageModule } from '../storage/index.js';
import { Conversations } from './conversations.port.js';
import { ConversationEntity } from './drivers/postgres/conversation.entity.js';
import { MessageEntity } from './drivers/postgres/message.entity.js';
import { PostgresConversations } from './drivers/postgres/postgres-conversations.js';
import { ConversationPurge } from './live/conversation-purge.js';
import { LogReader } from './live/log-reader.js';
import { LogView } from './live/log-view.js';
import { RememberedContext } from './live/remembered-context.js';
import { RunLog } from './live/run-log.js';

/** A conversation: its record and its live side. */
@Module({
  imports: [StorageModule, TypeOrmModule.forFeature([ConversationEntity, MessageEntity])],
  providers: [
    {
      provide: Conversations,
      inject: [MongoDatabase, DataSource, ObjectStore, RedisConnections, AppConfig],
      useFactory: async (
        mongo: MongoDatabase,
        postgres: DataSource,
        objects: ObjectStore,
        redis: RedisConnections,
        config: AppConfig,
      ) => new RememberedContext(await driver(mongo, postgres, objects), redis, config),
    },
    RunLog,
  ],
  exports: [Conversations, RunLog],
})
export class SessionModule {}

/** What only a process with clients has: the reader of the logs they watch, and what they ask of them. */
@Module({ providers: [LogReader, LogView], exports: [LogReader, LogView] })
export class SessionReaderModule {}

/** What only the worker process has: upkeep that no request waits for. */
@Module({ imports: [SessionModule], providers: [ConversationPurge] })
export class SessionUpkeepModule {}

/** MongoDB where there is one. Its driver, and mongoose with it, is loaded only then. */
async function driver(mongo: MongoDatabase, postgres: DataSource, objects: ObjectStore): Promise<Conversations> {
  if (!mongo.configured) return new PostgresConversations(postgres);
  const { MongoConversations } = await import('./drivers/mongo/mongo-conversations.js');
  return new MongoConversations(await mongo.connect(), objects);
}
