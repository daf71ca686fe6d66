import { type Connection, type Model } from 'mongoose';
import { ConversationDocument, ConversationSchema } from './conversation.schema.js';
import { TurnPartDocument, TurnPartSchema } from './turn-part.schema.js';
import { TurnDocument, TurnSchema } from './turn.schema.js';

/** The collections of this driver on one connection. */
export interface MongoModels {
  readonly conversations: Model<ConversationDocument>;
  readonly turns: Model<TurnDocument>;
  readonly parts: Model<TurnPartDocument>;
}

export function mongoModels(connection: Connection): MongoModels {
  return {
    conversations: connection.model<ConversationDocument>(ConversationDocument.name, ConversationSchema),
    turns: connection.model<TurnDocument>(TurnDocument.name, TurnSchema),
    parts: connection.model<TurnPartDocument>(TurnPartDocument.name, TurnPartSchema),
  };
}

/** Builds what indexes are missing: part of `npm run migrate`. Repeating it changes nothing. */
export async function buildMongoIndexes(connection: Connection): Promise<void> {
  const { conversations, turns, parts } = mongoModels(connection);
  for (const model of [conversations, turns, parts]) await model.createIndexes();
}

/** Whether a write met a document that is there already. */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof Error && (error as Error & { code?: unknown }).code === 11_000;
}
