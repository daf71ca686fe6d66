import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '../../support/free-port.js';
import { ManagedProcess, waitUntilReady } from '../../../src/embedded/index.js';
import { describeWhere } from '../../support/describe-where.js';
import { onPath } from '../../support/on-path.js';
import { BUILD_LIMIT_MS, findGo, goProgram, isBuilt } from '../go-program.js';
import { FERRET } from './ferret.js';

/** A server that speaks MongoDB's protocol. */
export interface MongoServer {
  /** Names a database of the caller's own. */
  readonly url: string;
  stop(): Promise<void>;
}

/** One that a fault test has started. */
export interface OwnMongo extends MongoServer {
  /** As if the power went: no goodbye. */
  kill(): Promise<void>;
  /** Starts it again on the same data and address. */
  restart(): Promise<void>;
}

const HOST = '127.0.0.1';
/** How long a `beforeAll` that starts a server may take: it may have to build it. */
export const MONGO_START_MS = BUILD_LIMIT_MS + 60_000;

/** Which of the three ways there is on this machine. */
export type MongoSource = 'TEST_MONGODB_URL' | 'mongod' | 'FerretDB';

/** How a MongoDB is found here; undefined when there is none. */
export function findMongo(): MongoSource | undefined {
  return process.env.TEST_MONGODB_URL ? 'TEST_MONGODB_URL' : findOwnMongo();
}

function findOwnMongo(): 'mongod' | 'FerretDB' | undefined {
  if (onPath('mongod') !== undefined) return 'mongod';
  return isBuilt(FERRET) || findGo() !== undefined ? 'FerretDB' : undefined;
}

/** The suite where there is a MongoDB. */
export function describeWithMongo(name: string, suite: () => void): void {
  describeWhere(findMongo() !== undefined, name, 'TEST_MONGODB_URL, mongod or Go', suite);
}

/** The same for a suite that kills its server, which nobody may do to the one that TEST_MONGODB_URL names. */
export function describeWithOwnMongo(name: string, suite: () => void): void {
  describeWhere(findOwnMongo() !== undefined, name, 'mongod or Go', suite);
}

/** Starts a server, or takes the one that is there; its database is the caller's alone. */
export async function startMongo(): Promise<MongoServer> {
  if (findMongo() !== 'TEST_MONGODB_URL') return startOwnMongo();
  return { url: withDatabase(process.env.TEST_MONGODB_URL ?? '', newDatabase()), stop };
}

/** Starts a server that may be killed. */
export async function startOwnMongo(): Promise<OwnMongo> {
  const source = findOwnMongo();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tradeflow-mongo-'));
  const port = await freePort();
  const command = source === 'mongod' ? 'mongod' : await goProgram(FERRET);
  const data = path.join(folder, 'data');
  await mkdir(data);
  const args =
    source === 'mongod'
      ? ['--bind_ip', HOST, '--port', String(port), '--dbpath', data]
      : ['--listen', `${HOST}:${port}`, '--data', data];
  const launch = async () => {
    const server = await ManagedProcess.launch({
      name: source ?? 'MongoDB',
      command,
      args,
      logFile: path.join(folder, 'mongo.log'),
      stopGraceMs: 10_000,
    });
    await waitUntilReady(server, () => accepts(port));
    return server;
  };
  let running = await launch();
  return {
    url: `mongodb://${HOST}:${port}/${newDatabase()}`,
    kill: async () => {
      running.kill('SIGKILL');
      await running.exited;
    },
    restart: async () => {
      running = await launch();
    },
    stop: async () => {
      await running.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Nothing to stop: the server is somebody else's, and the database has a name nobody meets again. */
async function stop(): Promise<void> {}

function newDatabase(): string {
  return `test_${process.pid}_${Date.now()}`;
}

function withDatabase(url: string, database: string): string {
  const [, origin = url, query = ''] = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?(\?.*)?$/.exec(url) ?? [];
  return `${origin}/${database}${query}`;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: HOST, port }, () => (socket.destroy(), resolve(true)));
    socket.once('error', () => (socket.destroy(), resolve(false)));
  });
}
