import path from 'node:path';
import { DataSource } from 'typeorm';
import { newId } from '../src/common/ids.js';
import { type Conversations } from '../src/session/conversations.port.js';
import { findMongo, startMongo } from '../test/backends/mongo/mongo-server.js';
import { startStores } from '../test/support/stores.js';
import { createObjectStore } from '../src/storage/object-store.factory.js';
import { loadConfig } from '../src/config/index.js';
import { median } from './support/statistics.js';
import { type Row } from './support/table.js';

const SHORT = 100;
const LONG = 1_000_000;
const PAGE = 50;
const READINGS = 200;
/** Turns one statement writes. */
const BATCH = 25_000;
const CONTENT = '2022–2023年，中国对美国的智能手机出口额年均为468.9亿美元[s1]。'.repeat(8);

/** What is built: jiti, which runs the benchmarks, does not take the fields that decorators are put on. */
const built = <Module>(file: string) =>
  import(path.join(import.meta.dirname, '../dist/src', `${file}.js`)) as Promise<Module>;
const database = () => built<typeof import('../src/database/index.js')>('database/index');
const postgresDriver = () =>
  built<typeof import('../src/session/drivers/postgres/postgres-conversations.js')>(
    'session/drivers/postgres/postgres-conversations',
  );
const conversationEntity = () =>
  built<typeof import('../src/session/drivers/postgres/conversation.entity.js')>(
    'session/drivers/postgres/conversation.entity',
  );
const messageEntity = () =>
  built<typeof import('../src/session/drivers/postgres/message.entity.js')>('session/drivers/postgres/message.entity');
const mongoDriver = () =>
  built<typeof import('../src/session/drivers/mongo/mongo-conversations.js')>(
    'session/drivers/mongo/mongo-conversations',
  );
const models = () =>
  built<typeof import('../src/session/drivers/mongo/mongo-models.js')>('session/drivers/mongo/mongo-models');

/** A page of history, in a session of a hundred messages beside one of a million: the newest page and the one after it. */
export async function conversations(): Promise<Row[]> {
  const rows: Row[] = await inPostgres();
  const source = findMongo();
  if (source === undefined || source === 'FerretDB') {
    console.log(
      'MongoDB is left out: there is no mongod here, and FerretDB on SQLite reads a whole collection for a page.',
    );
  } else {
    rows.push(...(await inMongo()));
  }
  return rows;
}

async function inPostgres() {
  const stores = await startStores();
  try {
    const { migrate, postgresOptions } = await database();
    const [{ PostgresConversations }, { ConversationEntity }, { MessageEntity }] = await Promise.all([
      postgresDriver(),
      conversationEntity(),
      messageEntity(),
    ]);
    await migrate(stores.postgres.url);
    const entities = [ConversationEntity, MessageEntity];
    const options = { ...postgresOptions({ url: stores.postgres.url, poolSize: 2 }), entities };
    const source = await new DataSource(options).initialize();
    const fill = async (conversationId: string, turns: number) => {
      for (let from = 0; from < turns; from += BATCH) {
        await source.query(
          `INSERT INTO messages (id, conversation_id, run_id, role, content, created_at)
           SELECT gen_random_uuid(), $1::uuid, md5($1::uuid::text || n)::uuid, role, $4, now()
           FROM generate_series($2::int, $3::int) n, (VALUES ('user'), ('assistant')) r(role)`,
          [conversationId, from + 1, Math.min(from + BATCH, turns), CONTENT],
        );
      }
    };
    const rows = await compare('PostgreSQL', new PostgresConversations(source), fill);
    await source.destroy();
    return rows;
  } finally {
    await stores.stop();
  }
}

async function inMongo() {
  const server = await startMongo();
  const { connectMongo } = await database();
  const [{ MongoConversations }, { buildMongoIndexes, mongoModels }] = await Promise.all([mongoDriver(), models()]);
  const connection = await connectMongo(server.url);
  try {
    await buildMongoIndexes(connection);
    const { turns } = mongoModels(connection);
    const userId = newId();
    const fill = async (conversationId: string, count: number) => {
      for (let from = 0; from < count; from += BATCH) {
        await turns.collection.insertMany(
          Array.from({ length: Math.min(BATCH, count - from) }, (_, index) => ({
            _id: newId() as never,
            conversationId,
            userId,
            number: from + index + 1,
            question: { id: newId(), content: CONTENT, at: new Date(), tokens: [] },
            answer: { id: newId(), content: CONTENT, at: new Date(), tokens: [], status: 'succeeded', details: '{}' },
            events: [],
            body: null,
          })),
        );
      }
    };
    return await compare('MongoDB', new MongoConversations(connection, await createObjectStore(loadConfig({}))), fill);
  } finally {
    await connection.close();
    await server.stop();
  }
}

/** Reads both sessions in turn, so that whatever else the machine does meets them alike. */
async function compare(
  driver: string,
  sut: Conversations,
  fill: (conversationId: string, turns: number) => Promise<void>,
) {
  const userId = newId();
  const [short, long] = [await sut.open(userId, 'short'), await sut.open(userId, 'long')];
  await fill(short.id, SHORT / 2);
  await fill(long.id, LONG / 2);
  const rows = [];
  for (const place of ['newest', 'next'] as const) {
    const times = { short: [] as number[], long: [] as number[] };
    for (let reading = 0; reading < READINGS; reading += 1) {
      times.short.push(await timePage(sut, short.id, place));
      times.long.push(await timePage(sut, long.id, place));
    }
    const [of100, ofMillion] = [median(times.short), median(times.long)];
    rows.push({
      driver,
      page: place,
      [`in a session of ${SHORT}, ms (median)`]: of100,
      [`in one of ${LONG.toLocaleString('en')}, ms`]: ofMillion,
      ratio: ofMillion / of100,
    });
  }
  return rows;
}

async function timePage(sut: Conversations, conversationId: string, place: 'newest' | 'next'): Promise<number> {
  const request = { limit: PAGE, order: 'newest' } as const;
  const cursor = place === 'next' ? ((await sut.messages(conversationId, request)).cursor ?? undefined) : undefined;
  const began = performance.now();
  await sut.messages(conversationId, { ...request, cursor });
  return performance.now() - began;
}
