import path from 'node:path';
import getPort from 'get-port';
import pg from 'pg';
import { ManagedProcess } from '../process/managed-process.js';
import { waitUntilReady } from '../process/wait-until.js';
import { type Store, type StoreOptions } from '../store.js';
import { chooseAccount } from './account.js';
import { findPostgresBinaries } from './binaries.js';
import { StartError } from '../start-error.js';
import { POSTGRES_USER, prepareCluster, wayOut } from './cluster.js';

const HOST = '127.0.0.1';
const DATABASE = 'tradeflow';
/** SQLSTATE invalid_password. */
const WRONG_PASSWORD = '28P01';

/**
 * Starts a PostgreSQL of our own on this machine, reachable from this machine only, with one empty or kept database.
 * @throws StartError when the data folder cannot be used or the server does not come up.
 */
export async function startPostgres(options: StoreOptions): Promise<Store> {
  const directory = path.resolve(options.directory);
  const binaries = findPostgresBinaries();
  const account = await chooseAccount({ binaries: path.dirname(binaries.postgres), data: directory });
  await prepareCluster(directory, options.password, binaries, account);

  const port = await getPort({ host: HOST, port: options.preferredPort });
  const [command, args] = account.wrap(binaries.postgres, [
    '-D',
    directory,
    ...settings(port, options.durable ?? true),
  ]);
  const server = await ManagedProcess.launch({
    name: 'PostgreSQL',
    command,
    args,
    logFile: options.logFile,
    uid: account.uid,
    gid: account.gid,
    cwd: '/',
    stopSignal: 'SIGINT',
  });
  const url = (database: string) => `postgresql://${POSTGRES_USER}:${options.password}@${HOST}:${port}/${database}`;
  try {
    await waitUntilReady(server, () => ensureDatabase(url('postgres'), directory));
  } catch (error) {
    const died = !server.running;
    await server.stop();
    throw died ? new StartError(`${(error as Error).message}. ${wayOut(directory)}`, error) : error;
  }
  return { url: url(DATABASE), port, process: server };
}

function settings(port: number, durable: boolean): string[] {
  const values = {
    port,
    listen_addresses: HOST,
    unix_socket_directories: '',
    max_connections: 200,
    ...(!durable && { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** Resolves to true once the server answers and the database exists. */
async function ensureDatabase(url: string, directory: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  await client.connect().catch((error: { code?: string }) => {
    if (error.code !== WRONG_PASSWORD) throw error;
    throw new StartError(
      `The password of the PostgreSQL data is not the one that was kept. ${wayOut(directory)}`,
      error,
    );
  });
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(DATABASE)}`);
    return true;
  } finally {
    await client.end();
  }
}
