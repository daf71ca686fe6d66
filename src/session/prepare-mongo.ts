import { connectMongo } from '../database/index.js';

/** What the MongoDB driver needs before its first document: part of `npm run migrate`, never of a start. */
export async function prepareMongo(url: string): Promise<void> {
  const { buildMongoIndexes } = await import('./drivers/mongo/mongo-models.js');
  const connection = await connectMongo(url);
  try {
    await buildMongoIndexes(connection);
  } finally {
    await connection.close();
  }
}
