import path from 'node:path';
import { migrate } from '../../src/database/index.js';
import { answersOk, ManagedProcess, NODE_FLAGS, waitUntilReady } from '../../src/embedded/index.js';
import { freePort } from '../../test/support/free-port.js';
import { startStores, type TestStores } from '../../test/support/stores.js';

const ROOT = path.resolve(import.meta.dirname, '../..');
const HOST = '127.0.0.1';

/** What runs as a process of its own; `scripted-worker` is the shipped worker with a scripted model. */
const PROGRAMS = {
  api: 'dist/programs/main.js',
  worker: 'dist/programs/worker.js',
  'scripted-worker': 'bench/programs/scripted-worker.mjs',
};

export interface SystemOptions {
  /** The shipped worker with the built-in analyst, or the same with a scripted model. */
  readonly worker: 'worker' | 'scripted-worker';
  readonly workers?: number;
  /** Milliseconds before each chunk of the scripted model. */
  readonly chunkMs?: number;
  /** The program of API and workers; the one that runs this when it is left out. */
  readonly node?: string;
  /** Environment variables beside those every benchmark has. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A whole TradeFlow: PostgreSQL and Redis that really write to disk, one API, workers; each a process, on free ports. */
export class BenchSystem {
  readonly workers: ManagedProcess[] = [];
  private started: { process: ManagedProcess; url: string } | undefined;

  private constructor(
    readonly stores: TestStores,
    private readonly options: SystemOptions,
  ) {}

  static async start(options: SystemOptions): Promise<BenchSystem> {
    const system = new BenchSystem(await startStores({ durable: true }), options);
    try {
      await migrate(system.stores.postgres.url);
      const workers = Array.from({ length: options.workers ?? 1 }, () => system.addWorker());
      await Promise.all([system.startApi(), ...workers]);
      return system;
    } catch (error) {
      await system.stop();
      throw error;
    }
  }

  get api(): ManagedProcess {
    if (this.started === undefined) throw new Error('The API has not been started.');
    return this.started.process;
  }

  /** The API's origin. */
  get url(): string {
    return this.started?.url ?? '';
  }

  /** The processes a run costs CPU in, by name. */
  get processes(): Readonly<Record<string, readonly number[]>> {
    return {
      api: [this.api.pid],
      worker: this.workers.map((worker) => worker.pid),
      postgres: [this.stores.postgres.process.pid],
      redis: [this.stores.redis.process.pid],
    };
  }

  /** Resolves when one more worker takes runs. */
  async addWorker(): Promise<void> {
    const { process } = await this.launch(this.options.worker);
    this.workers.push(process);
  }

  async stop(): Promise<void> {
    const api = this.started ? [this.started.process] : [];
    await Promise.all([...api, ...this.workers].map((process) => process.stop()));
    await this.stores.stop();
  }

  private async startApi(): Promise<void> {
    this.started = await this.launch('api');
  }

  private async launch(program: keyof typeof PROGRAMS): Promise<{ process: ManagedProcess; url: string }> {
    const port = await freePort();
    const url = `http://${HOST}:${port}`;
    const child = await ManagedProcess.launch({
      name: program,
      command: this.options.node ?? process.execPath,
      args: [...NODE_FLAGS, ...profiling(), path.join(ROOT, PROGRAMS[program])],
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        ENVIRONMENT: 'test',
        HOST,
        [program === 'api' ? 'PORT' : 'WORKER_PROBE_PORT']: String(port),
        SECRET_KEY: 'secret-key-of-the-benchmarks-1234567890',
        JWT_SECRET_KEY: 'jwt-secret-of-the-benchmarks-0987654321',
        POSTGRES_URL: this.stores.postgres.url,
        REDIS_URL: this.stores.redis.url,
        // The limits stay on and are paid for; only no client of a benchmark ever meets one.
        RATE_LIMIT_FACTOR: '1000000',
        BENCH_CHUNK_MS: String(this.options.chunkMs ?? 0),
        ...this.options.settings,
      },
      logFile: path.join(this.stores.directory, 'logs', `${program}-${port}.log`),
      stopGraceMs: 30_000,
    });
    try {
      await waitUntilReady(child, () => answersOk(`${url}/health/readiness`));
    } catch (error) {
      await child.stop();
      throw error;
    }
    return { process: child, url };
  }
}

/** With BENCH_PROFILES set, API and workers leave a CPU profile in that folder when they stop. */
function profiling(): string[] {
  const directory = process.env.BENCH_PROFILES;
  return directory ? ['--cpu-prof', `--cpu-prof-dir=${path.resolve(directory)}`] : [];
}
