import { Module } from '@nestjs/common';
import { Conversations } from './conversations.port.js';
import { PostgresConversations } from './drivers/postgres/postgres-conversations.js';
import { ConversationEntity } from './drivers/postgres/conversation.entity.js';
import { MessageEntity } from './drivers/postgres/message.entity.js';
import { LogReader } from './live/log-reader.js';
import { RunLog } from './live/run-log.js';
import { TypeOrmModule } from '@nestjs/typeorm';

/** A conversation: its record and its live side. */
@Module({
  imports: [TypeOrmModule.forFeature([ConversationEntity, MessageEntity])],
  providers: [{ provide: Conversations, useClass: PostgresConversations }, RunLog],
  exports: [Conversations, RunLog],
})
export class SessionModule {}

/** What only a process with clients has: the reader of the logs they watch. */
@Module({ providers: [LogReader], exports: [LogReader] })
export class SessionReaderModule {}
