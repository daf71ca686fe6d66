import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { DataSource } from 'typeorm';
import { newId } from '../src/common/ids.js';
import { findMongo, startMongo } from '../test/backends/mongo/mongo-server.js';
import { startStores, type TestStores } from '../test/support/stores.js';
import { type Row } from './support/table.js';

/** Two a turn. FerretDB on SQLite reads its whole collection for every query, so what it takes grows with the square (docs/conversations.md). */
const MESSAGES = findMongo() === 'FerretDB' ? 2_000 : 100_000;
const SESSIONS = 20;
/** Where the first run is killed. */
const KILLED_AT = 0.4;
const CONTENT = '2022–2023年，中国对美国的智能手机出口额年均为468.9亿美元[s1]。'.repeat(8);

type Direction = readonly [from: string, to: string];
type Environment = Readonly<Record<string, string>>;

const DETAILS = { language: 'zh', sources: [], tool_calls: [], artifacts: [], usage: null, model: 'analyst' };

/** `npm run documents -- copy`, as an operator runs it, to MongoDB and back: killed in the middle, then run again. */
export async function copy(): Promise<Row[]> {
  if (findMongo() === undefined) throw new Error('There is no mongod here, nor Go to build FerretDB with.');
  const [stores, mongo] = await Promise.all([startStores(), startMongo()]);
  try {
    await fill(stores);
    const command = { POSTGRES_URL: stores.postgres.url, REDIS_URL: stores.redis.url, MONGODB_URL: mongo.url };
    const there = await killedAndResumed(`PostgreSQL → ${findMongo()}`, ['postgres', 'mongodb'], command);
    await empty(stores);
    return [...there, ...(await killedAndResumed(`${findMongo()} → PostgreSQL`, ['mongodb', 'postgres'], command))];
  } finally {
    await Promise.all([stores.stop(), mongo.stop()]);
  }
}

async function killedAndResumed(title: string, stores: Direction, command: Environment): Promise<Row[]> {
  const broken = await run(stores, command, KILLED_AT * MESSAGES);
  const resumed = await run(stores, command);
  const again = await run(stores, command);
  if (broken.code === 0 || resumed.code !== 0 || again.code !== 0) throw new Error('A run ended as it should not.');
  if (resumed.messages !== MESSAGES || again.copied !== 0) throw new Error('Not everything was copied, once.');
  return [
    { stores: title, run: 'killed', ...broken },
    { stores: '', run: 'the same command again', ...resumed },
    { stores: '', run: 'once more', ...again },
  ];
}

/** So that all of it comes back from the other side. */
async function empty(stores: TestStores): Promise<void> {
  const { postgresOptions } = await database();
  const target = await new DataSource(postgresOptions({ url: stores.postgres.url, poolSize: 1 })).initialize();
  await target.query('TRUNCATE conversations CASCADE');
  await target.destroy();
}

function database() {
  const built = path.join(import.meta.dirname, '../dist/src/database/index.js');
  return import(built) as Promise<typeof import('../src/database/index.js')>;
}

async function fill(stores: TestStores): Promise<void> {
  const { migrate, postgresOptions } = await database();
  await migrate(stores.postgres.url);
  const source = await new DataSource(postgresOptions({ url: stores.postgres.url, poolSize: 1 })).initialize();
  for (let session = 1; session <= SESSIONS; session += 1) {
    const id = newId();
    await source.query('INSERT INTO conversations (id, user_id, session_id, title) VALUES ($1, $2, $3, $3)', [
      id,
      newId(),
      `session-${session}`,
    ]);
    await source.query(
      `INSERT INTO messages (id, conversation_id, run_id, role, content, status, answer, created_at)
       SELECT gen_random_uuid(), $1::uuid, md5($1::uuid::text || n)::uuid, role, $3,
              CASE role WHEN 'assistant' THEN 'succeeded' END, CASE role WHEN 'assistant' THEN $4::jsonb END, now()
       FROM generate_series(1, $2::int) n, (VALUES ('user'), ('assistant')) r(role) ORDER BY n, role DESC`,
      [id, MESSAGES / 2 / SESSIONS, CONTENT, DETAILS],
    );
  }
  await source.destroy();
}

/** One run of the command. @param killAfter messages after which it is killed, without a warning */
async function run([from, to]: Direction, environment: Environment, killAfter = Infinity) {
  const program = path.join(import.meta.dirname, '../dist/programs/documents.js');
  const began = performance.now();
  const child = spawn(process.execPath, [program, 'copy', '--from', from, '--to', to], {
    env: { PATH: process.env.PATH, ENVIRONMENT: 'test', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close') as Promise<[number | null]>;
  const told = await follow(child, killAfter);
  const [code] = await ended;
  return { ...told, seconds: (performance.now() - began) / 1_000, code: code ?? 'SIGKILL' };
}

/** The last figures it told. */
async function follow(child: ChildProcess, killAfter: number): Promise<{ messages: number; copied: number }> {
  let told = { messages: 0, copied: 0 };
  for await (const line of createInterface({ input: child.stdout! })) {
    const [, messages, copied] = /(\d+) messages \((\d+) copied now\)/.exec(line) ?? [];
    if (messages === undefined) continue;
    told = { messages: Number(messages), copied: Number(copied) };
    if (told.messages >= killAfter) child.kill('SIGKILL');
  }
  return told;
}
