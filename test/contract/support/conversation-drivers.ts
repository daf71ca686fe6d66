import { DataSource } from 'typeorm';
import { postgresOptions } from '../../../src/database/postgres-options.js';
import { connectMongo } from '../../../src/database/mongo-options.js';
import { type Conversations } from '../../../src/session/conversations.port.js';
import { MongoArchive } from '../../../src/session/drivers/mongo/mongo-archive.js';
import { MongoConversations } from '../../../src/session/drivers/mongo/mongo-conversations.js';
import { buildMongoIndexes } from '../../../src/session/drivers/mongo/mongo-models.js';
import { ConversationEntity } from '../../../src/session/drivers/postgres/conversation.entity.js';
import { MessageEntity } from '../../../src/session/drivers/postgres/message.entity.js';
import { PostgresArchive } from '../../../src/session/drivers/postgres/postgres-archive.js';
import { PostgresConversations } from '../../../src/session/drivers/postgres/postgres-conversations.js';
import { type ConversationArchive } from '../../../src/session/copy/conversation-archive.port.js';
import { findMongo, startMongo } from '../../backends/mongo/mongo-server.js';

/** A driver on a real server. */
export interface ConversationDriver {
  readonly conversations: Conversations;
  readonly archive: ConversationArchive;
  /** Whether the server reads, compares and changes a document in one step. FerretDB does not: two may both win. */
  readonly atomicUpdates: boolean;
  close(): Promise<void>;
}

/** The PostgreSQL driver, on the test run's own server. */
export async function openPostgresDriver(): Promise<ConversationDriver> {
  const database = await new DataSource({
    ...postgresOptions({ url: process.env.TEST_POSTGRES_URL ?? '', poolSize: 5 }),
    entities: [ConversationEntity, MessageEntity],
  }).initialize();
  return {
    conversations: new PostgresConversations(database),
    archive: new PostgresArchive(database),
    atomicUpdates: true,
    close: () => database.destroy(),
  };
}

/** The MongoDB driver, on a server of its own. */
export async function openMongoDriver(): Promise<ConversationDriver> {
  const server = await startMongo();
  const connection = await connectMongo(server.url);
  await buildMongoIndexes(connection);
  return {
    conversations: new MongoConversations(connection),
    archive: new MongoArchive(connection),
    atomicUpdates: findMongo() !== 'FerretDB',
    close: async () => {
      await connection.close();
      await server.stop();
    },
  };
}
