import { type AppConfig } from '../../config/index.js';
import { createObjectStore } from '../../storage/index.js';
import { PostgresArchive } from '../drivers/postgres/postgres-archive.js';
import { type ConversationArchive } from './conversation-archive.port.js';

/** The stores conversations can be in. */
export const ARCHIVES = ['postgres', 'mongodb'] as const;
export type ArchiveName = (typeof ARCHIVES)[number];

/** @throws Error a sentence for the operator, when the store is not configured or does not answer */
export async function openArchive(name: ArchiveName, config: AppConfig): Promise<ConversationArchive> {
  if (name === 'postgres') return PostgresArchive.open(config.postgres.url);
  if (config.mongodb === undefined) throw new Error('MONGODB_URL is not set: it names the MongoDB to copy to or from.');
  const { MongoArchive } = await import('../drivers/mongo/mongo-archive.js');
  return MongoArchive.open(config.mongodb.url, await createObjectStore(config));
}
