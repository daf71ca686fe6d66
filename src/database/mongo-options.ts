import { type Connection, type ConnectOptions } from 'mongoose';
import { SECOND } from '../common/clock.js';

/** How long an operation waits for a server that is away, milliseconds: longer than a replica set elects, shorter than a user waits. */
const SERVER_SELECTION = 5 * SECOND;

const DEFAULT_DATABASE = 'tradeflow';

const options: ConnectOptions = {
  // An operation on a lost connection must fail, not wait in a list that dies with the process.
  bufferCommands: false,
  // Indexes are built by `npm run migrate`.
  autoIndex: false,
  autoCreate: false,
  serverSelectionTimeoutMS: SERVER_SELECTION,
  connectTimeoutMS: SERVER_SELECTION,
  socketTimeoutMS: 30 * SECOND,
  heartbeatFrequencyMS: 2 * SECOND,
  // What was acknowledged survives the loss of the process and, on a replica set, of the primary.
  writeConcern: { w: 'majority', journal: true },
  // Used where the server has them (replica sets, sharded clusters); a single node does without.
  retryWrites: true,
  retryReads: true,
  maxPoolSize: 20,
};

/** A new connection; the caller closes it. */
export async function connectMongo(url: string): Promise<Connection> {
  const { createConnection } = (await import('mongoose')).default;
  const dbName = /^mongodb(?:\+srv)?:\/\/[^/?]+\/([^?]+)/.exec(url)?.[1] ?? DEFAULT_DATABASE;
  try {
    return await createConnection(url, { ...options, dbName }).asPromise();
  } catch (cause) {
    throw new Error('MongoDB did not answer: check MONGODB_URL.', { cause });
  }
}
