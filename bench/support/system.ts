import path from 'node:path';
import getPort from 'get-port';
import { migrate } from '../../src/database/index.js';
import { answersOk, ManagedProcess, waitUntilReady } from '../../src/embedded/index.js';
import { startStores, type TestStores } from '../../test/support/stores.js';

const ROOT = path.resolve(import.meta.dirname, '../..');
const HOST = '127.0.0.1';

/** What runs as a process of its own; `scripted-worker` is the shipped worker with a scripted model. */
const PROGRAMS = {
  api: 'dist/src/main.js',
  worker: 'dist/src/worker.js',
  'scripted-worker': 'bench/programs/scripted-worker.mjs',
};

export interface SystemOptions {
  /** The shipped worker with the built-in analyst, or the same with a scripted model. */
  readonly worker: 'worker' | 'scripted-worker';
  readonly workers?: number;
  /** Environment variables beside those every benchmark has. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Where each Node process leaves a CPU profile when it stops. */
  readonly profileDirectory?: string;
}

/** A whole TradeFlow: PostgreSQL and Redis that really write to disk, one API, workers; each a process, on free ports. */
export class BenchSystem {
  private constructor(
    private readonly stores: TestStores,
    private readonly options: SystemOptions,
    readonly url: string,
    readonly api: ManagedProcess,
    readonly workers: ManagedProcess[],
  ) {}

  static async start(options: SystemOptions): Promise<BenchSystem> {
    const stores = await startStores({ durable: true });
    const started: ManagedProcess[] = [];
    const start = async (program: keyof typeof PROGRAMS) => {
      const { process, port } = await launch(program, stores, options);
      started.push(process);
      await waitUntilReady(process, () => answersOk(`http://${HOST}:${port}/health/readiness`));
      return { process, port };
    };
    try {
      await migrate(stores.postgres.url);
      const workers = Array.from({ length: options.workers ?? 1 }, () => start(options.worker));
      const [api, ...others] = await Promise.all([start('api'), ...workers]);
      const processes = others.map((worker) => worker.process);
      return new BenchSystem(stores, options, `http://${HOST}:${api.port}`, api.process, processes);
    } catch (error) {
      await Promise.all(started.map((process) => process.stop()));
      await stores.stop();
      throw error;
    }
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

  async stop(): Promise<void> {
    await Promise.all([this.api, ...this.workers].map((process) => process.stop()));
    await this.stores.stop();
    if (this.options.profileDirectory) console.log(`CPU profiles: ${this.options.profileDirectory}`);
  }
}

async function launch(program: keyof typeof PROGRAMS, stores: TestStores, options: SystemOptions) {
  const port = await getPort({ host: HOST });
  const profile = options.profileDirectory;
  const child = await ManagedProcess.launch({
    name: program,
    command: process.execPath,
    args: [...(profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : []), path.join(ROOT, PROGRAMS[program])],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      ENVIRONMENT: 'test',
      HOST,
      [program === 'api' ? 'PORT' : 'WORKER_PROBE_PORT']: String(port),
      SECRET_KEY: 'secret-key-of-the-benchmarks-1234567890',
      JWT_SECRET_KEY: 'jwt-secret-of-the-benchmarks-0987654321',
      POSTGRES_URL: stores.postgres.url,
      REDIS_URL: stores.redis.url,
      // The limits stay on and are paid for; only no client of a benchmark ever meets one.
      RATE_LIMIT_FACTOR: '1000000',
      ...options.settings,
    },
    logFile: path.join(stores.directory, 'logs', `${program}-${port}.log`),
    stopGraceMs: 30_000,
  });
  return { process: child, port };
}
