import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { DataSource } from 'typeorm';
import { loadConfig } from '../../../src/config/index.js';
import { postgresOptions } from '../../../src/database/postgres-options.js';
import { connectMongo } from '../../../src/database/mongo-options.js';
import { type Conversations } from '../../../src/session/conversations.port.js';
import { MongoArchive } from '../../../src/session/drivers/mongo/mongo-archive.js';
import { MongoConversations } from '../../../src/session/drivers/mongo/mongo-conversations.js';
import { buildMongoIndexes } from '../../../src/session/drivers/mongo/mongo-models.js';
import { type Connection } from 'mongoose';
import { ConversationEntity } from '../../../src/session/drivers/postgres/conversation.entity.js';
import { MessageEntity } from '../../../src/session/drivers/postgres/message.entity.js';
import { PostgresArchive } from '../../../src/session/drivers/postgres/postgres-archive.js';
import { PostgresConversations } from '../../../src/session/drivers/postgres/postgres-conversations.js';
import { type ConversationArchive } from '../../../src/session/copy/conversation-archive.port.js';
import { createObjectStore, type ObjectStore } from '../../../src/storage/index.js';
import { findMongo, startMongo } from '../../backends/mongo/mongo-server.js';
import { createOwnDatabase } from './own-database.js';

/** A driver on a real server. */
export interface ConversationDriver {
  readonly conversations: Conversations;
  readonly archive: ConversationArchive;
  /** Whether the server reads, compares and changes a document in one step. FerretDB does not: two may both win. */
  readonly atomicUpdates: boolean;
  close(): Promise<void>;
}

const ENTITIES = [ConversationEntity, MessageEntity];

/** The PostgreSQL driver, on the database that all specs share: what several have in common is there. */
export async function openPostgresDriver(): Promise<ConversationDriver> {
  const options = postgresOptions({ url: process.env.TEST_POSTGRES_URL ?? '', poolSize: 5 });
  const database = await new DataSource({ ...options, entities: ENTITIES }).initialize();
  return driverOn(database, () => database.destroy());
}

/** The same on a database of its own: who purges it removes what everybody has deleted. */
export async function openOwnPostgresDriver(): Promise<ConversationDriver> {
  const { database, drop } = await createOwnDatabase('conversations', ENTITIES, 5);
  return driverOn(database, drop);
}

function driverOn(database: DataSource, close: () => Promise<void>): ConversationDriver {
  return {
    conversations: new PostgresConversations(database),
    archive: new PostgresArchive(database),
    atomicUpdates: true,
    close,
  };
}

/** What the MongoDB driver has beside the others. */
export interface MongoDriver extends ConversationDriver {
  readonly connection: Connection;
  /** The same conversations, with another object store. */
  on(objects: ObjectStore): Conversations;
}

/**
 * The MongoDB driver, on a server of its own.
 * @param store where it puts large turns; else a folder of its own
 */
export async function openMongoDriver(store?: ObjectStore): Promise<MongoDriver> {
  const server = await startMongo();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tradeflow-turns-'));
  const objects = store ?? (await createObjectStore(loadConfig({ STORAGE_DIRECTORY: folder })));
  const connection = await connectMongo(server.url);
  await buildMongoIndexes(connection);
  return {
    conversations: new MongoConversations(connection, objects),
    archive: new MongoArchive(connection, objects),
    atomicUpdates: findMongo() !== 'FerretDB',
    connection,
    on: (other) => new MongoConversations(connection, other),
    close: async () => {
      await connection.close();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
