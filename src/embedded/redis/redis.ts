import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import getPort from 'get-port';
import { stopLeftover } from '../process/leftover.js';
import { ManagedProcess } from '../process/managed-process.js';
import { waitUntilReady } from '../process/wait-until.js';
import { StartError } from '../start-error.js';
import { type Store, type StoreOptions } from '../store.js';
import { ping } from './ping.js';
import { findRedisServer } from './find-redis-server.js';

const HOST = '127.0.0.1';

/**
 * Starts the machine's `redis-server` as one of our own, reachable from this machine only, set as BullMQ needs it.
 * @throws StartError when there is no usable redis-server, or its data cannot be loaded.
 */
export async function startRedis(options: StoreOptions): Promise<Store> {
  const directory = path.resolve(options.directory);
  const { command, major } = await findRedisServer();
  await mkdir(directory, { recursive: true });
  await freeOfLeftover(directory);

  const port = await getPort({ host: HOST, port: options.preferredPort });
  const configFile = path.join(directory, 'redis.conf');
  // A file, as the password would show in the process list if it stood on the command line.
  await writeFile(configFile, configuration(directory, port, major, options), { mode: 0o600 });
  await chmod(configFile, 0o600);
  const server = await ManagedProcess.launch({ name: 'Redis', command, args: [configFile], logFile: options.logFile });
  try {
    await waitUntilReady(server, () => ping(HOST, port, options.password));
  } catch (error) {
    const died = !server.running;
    await server.stop();
    if (!died) throw error;
    const wayOut = `Move ${directory} away to keep it, or delete it to start empty.`;
    throw new StartError(`${(error as Error).message}. ${wayOut}`, error);
  }
  return { url: `redis://:${options.password}@${HOST}:${port}/0`, port, process: server };
}

function configuration(
  directory: string,
  port: number,
  major: number,
  { password, durable = true }: StoreOptions,
): string {
  const settings = [
    ['bind', HOST],
    ['port', port],
    ['requirepass', password],
    ['dir', JSON.stringify(directory)],
    ['pidfile', JSON.stringify(pidFile(directory))],
    ['daemonize', 'no'],
    ['save', '""'],
    ['appendonly', durable ? 'yes' : 'no'],
    ['appendfsync', 'everysec'],
    // Not from 64 MB on, which a young installation reaches every few minutes under load: it costs more than reading 256 MB at a start, a second.
    ['auto-aof-rewrite-min-size', '256mb'],
    // BullMQ must never lose a key to eviction.
    ['maxmemory-policy', 'noeviction'],
    // What it rewrites of the append-only file is compressed otherwise: a twentieth of its time under load, for a little less on the disk.
    ['rdbcompression', 'no'],
    // A histogram for each call of a script, which nobody reads. Before 7.0 there is none, and the word would not be known.
    ...(major >= 7 ? [['latency-tracking', 'no']] : []),
  ];
  return `${settings.map((words) => words.join(' ')).join('\n')}\n`;
}

async function freeOfLeftover(directory: string): Promise<void> {
  const pid = Number(await readFile(pidFile(directory), 'utf8').catch(() => ''));
  if (!Number.isInteger(pid) || pid <= 0) return;
  const { port } = await rememberedPort(directory);
  // Redis rewrites its command line to `redis-server 127.0.0.1:PORT`.
  if (port !== undefined)
    await stopLeftover(pid, { program: 'redis-server', mark: `${HOST}:${port}`, signal: 'SIGTERM' });
}

async function rememberedPort(directory: string): Promise<{ port?: string }> {
  const written = await readFile(path.join(directory, 'redis.conf'), 'utf8').catch(() => '');
  return { port: /^port (\d+)$/m.exec(written)?.[1] };
}

function pidFile(directory: string): string {
  return path.join(directory, 'redis.pid');
}
