import { type Connection, type Model } from 'mongoose';
import { ConversationDocument, ConversationSchema } from './conversation.schema.js';
import { type ObjectStore } from '../../../storage/index.js';
import { TurnBodies } from './turn-bodies.js';
import { TurnDocument, TurnSchema } from './turn.schema.js';

/** The collections of this driver on one connection. */
export interface MongoModels {
  readonly conversations: Model<ConversationDocument>;
  readonly turns: Model<TurnDocument>;
}

/** All that this driver keeps: documents, and as objects what is too large for one. */
export interface MongoRecords extends MongoModels {
  readonly bodies: TurnBodies;
}

export function mongoModels(connection: Connection): MongoModels {
  return {
    conversations: connection.model<ConversationDocument>(ConversationDocument.name, ConversationSchema),
    turns: connection.model<TurnDocument>(TurnDocument.name, TurnSchema),
  };
}

export function mongoRecords(connection: Connection, objects: ObjectStore): MongoRecords {
  return { ...mongoModels(connection), bodies: new TurnBodies(objects) };
}

/** Builds what indexes are missing: part of `npm run migrate`. Repeating it changes nothing. */
export async function buildMongoIndexes(connection: Connection): Promise<void> {
  const { conversations, turns } = mongoModels(connection);
  for (const model of [conversations, turns]) await model.createIndexes();
}

/** Whether a write met a document that is there already. */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof Error && (error as Error & { code?: unknown }).code === 11_000;
}
