import path from 'node:path';
import getPort, { portNumbers } from 'get-port';
import { migrate } from '../../database/index.js';
import { startPostgres } from '../postgres/postgres.js';
import { ManagedProcess } from '../process/managed-process.js';
import { NODE_FLAGS } from '../process/node-flags.js';
import { answersOk, waitUntilReady } from '../process/wait-until.js';
import { startRedis } from '../redis/redis.js';
import { type Store } from '../store.js';
import { type DataFolder, type Secrets } from './data-folder.js';
import { serverEnvironment } from './server-environment.js';

const HOST = '127.0.0.1';
/**
 * Of these the worker's probe gets one, somewhere among them. Systems give outgoing connections the ports above (32768 and more on Linux): it
 * takes seconds until the worker listens, and one of those may be a connection by then.
 */
const PROBE_PORTS = { from: 20_000, to: 32_000 };
/** Longer than SHUTDOWN_GRACE_SECONDS, in which a server finishes what it has begun. */
const SERVER_GRACE_MS = 30_000;

export interface StackOptions {
  readonly folder: DataFolder;
  /** Port of the API; it must be free. */
  readonly port: number;
  /** Calls the start off, wherever it is. */
  readonly signal: AbortSignal;
  /** Told what is being started, one short phrase each. */
  readonly progress: (step: string) => void;
}

/** The whole of TradeFlow on this machine: the stores, the API and the worker, each a process of its own. */
export class TradeFlowStack {
  readonly url: string;
  private readonly servers: ManagedProcess[] = [];
  private readonly stores: ManagedProcess[] = [];
  private stopping: Promise<void> | undefined;

  private constructor(private readonly options: StackOptions) {
    this.url = `http://${HOST}:${options.port}`;
    options.signal.addEventListener('abort', () => void this.stop(), { once: true });
  }

  /** Starts everything; resolves when a question can be asked. What was started before a failure is stopped again. */
  static async start(options: StackOptions): Promise<TradeFlowStack> {
    const stack = new TradeFlowStack(options);
    try {
      await stack.startAll();
      return stack;
    } catch (error) {
      await stack.stop();
      throw error;
    }
  }

  /** Settles with a sentence when a process ends that was not told to. */
  async died(): Promise<string> {
    const first = await Promise.race([...this.servers, ...this.stores].map((child) => child.exited.then(() => child)));
    return this.stopping === undefined ? first.obituary() : new Promise<never>(() => undefined);
  }

  /** Ends the servers first, then the stores they use. May be called again. */
  stop(): Promise<void> {
    this.stopping ??= (async () => {
      await Promise.all(this.servers.map((server) => server.stop()));
      await Promise.all(this.stores.map((store) => store.stop()));
    })();
    return this.stopping;
  }

  private async startAll(): Promise<void> {
    const { folder, port, progress } = this.options;
    const secrets = await folder.secrets();
    const workerProbePort = await chooseProbePort(port);

    progress('PostgreSQL and Redis');
    const [postgres, redis] = await this.startStores(secrets);
    progress('database schema');
    await migrate(postgres.url);
    this.options.signal.throwIfAborted();

    progress('API and worker');
    const addresses = { postgresUrl: postgres.url, redisUrl: redis.url, port, workerProbePort };
    const env = serverEnvironment(secrets, addresses);
    await this.together([
      this.startServer('API', 'main.js', port, env),
      this.startServer('worker', 'worker.js', workerProbePort, env),
    ]);
  }

  private async startStores(secrets: Secrets): Promise<[Store, Store]> {
    const { folder } = this.options;
    const known = await folder.ports();
    const place = async (name: string) => ({ directory: folder.path(name), logFile: await folder.freshLog(name) });
    const [postgres, redis] = await this.together([
      place('postgres')
        .then((where) => startPostgres({ ...where, password: secrets.postgresPassword, preferredPort: known.postgres }))
        .then((store) => this.keep(store, this.stores)),
      place('redis')
        .then((where) => startRedis({ ...where, password: secrets.redisPassword, preferredPort: known.redis }))
        .then((store) => this.keep(store, this.stores)),
    ]);
    await folder.rememberPorts({ postgres: postgres.port, redis: redis.port });
    return [postgres, redis];
  }

  private async startServer(role: string, program: string, port: number, env: NodeJS.ProcessEnv): Promise<void> {
    const server = await ManagedProcess.launch({
      name: `The ${role}`,
      command: process.execPath,
      args: [...NODE_FLAGS, path.join(import.meta.dirname, '../../../programs', program)],
      logFile: await this.options.folder.freshLog(role.toLowerCase()),
      env,
      stopGraceMs: SERVER_GRACE_MS,
    });
    await this.keep({ process: server }, this.servers);
    await waitUntilReady(server, () => answersOk(`http://${HOST}:${port}/health/readiness`));
  }

  /** Takes charge of a started process; one that came up after the start was called off is ended at once. */
  private async keep<T extends { process: ManagedProcess }>(started: T, list: ManagedProcess[]): Promise<T> {
    list.push(started.process);
    if (this.stopping !== undefined) await started.process.stop();
    this.options.signal.throwIfAborted();
    return started;
  }

  /**
   * Like Promise.all, but the first failure stops everything and is thrown when nothing is under way any more: so nothing
   * comes up after the stack was stopped.
   */
  private async together<T>(work: readonly [Promise<T>, Promise<T>]): Promise<[T, T]> {
    let failure: { error: unknown } | undefined;
    const note = (error: unknown) => {
      failure ??= { error };
      void this.stop();
    };
    await Promise.all(work.map((item) => item.catch(note)));
    if (failure !== undefined) throw failure.error;
    return Promise.all(work);
  }
}

/** @param apiPort which it must not be */
function chooseProbePort(apiPort: number): Promise<number> {
  const { from, to } = PROBE_PORTS;
  const first = from + Math.floor(Math.random() * (to - from));
  return getPort({ host: HOST, port: portNumbers(first, to), exclude: [apiPort] });
}
