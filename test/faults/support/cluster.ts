import { Redis } from 'ioredis';
import pg from 'pg';
import { Stage } from '../../fakes/stage/stage.js';
import { ApiClient, registerUser } from '../../support/api-client.js';
import { type ServerProcess, type ServerSettings, startServer } from '../../support/processes.js';
import { startStores, type TestStores } from '../../support/stores.js';

/** Runs a worker works on at once as it is shipped. */
export const POOL_SIZE = 5;

export interface ClusterOptions {
  /** API processes. Default 2. */
  readonly apis?: number;
  /** Worker processes. Default 1. */
  readonly workers?: number;
  /** For every process; the agent's own are the defaults unless a spec says why not. */
  readonly settings?: ServerSettings;
  /** Whether the stores keep what they acknowledged when they are killed. */
  readonly durable?: boolean;
}

/** A whole installation of one's own: stores, API processes and workers that may be killed, and the stage they play on. */
export class Cluster {
  readonly apis: ServerProcess[] = [];
  readonly workers: ServerProcess[] = [];

  private constructor(
    readonly stores: TestStores,
    readonly stage: Stage,
    /** For looking into Redis and for giving it commands of an operator. */
    readonly redis: Redis,
    /** For looking into PostgreSQL. */
    readonly sql: pg.Pool,
    private readonly settings: ServerSettings,
  ) {}

  static async start(options: ClusterOptions = {}): Promise<Cluster> {
    const [stores, stage] = await Promise.all([startStores({ durable: options.durable ?? false }), Stage.start()]);
    const redis = new Redis(stores.redis.url, { maxRetriesPerRequest: null });
    const sql = new pg.Pool({ connectionString: stores.postgres.url, max: 4 });
    // A store that is stopped on purpose is no news.
    redis.on('error', () => undefined);
    sql.on('error', () => undefined);
    const addresses = { POSTGRES_URL: stores.postgres.url, REDIS_URL: stores.redis.url };
    const cluster = new Cluster(stores, stage, redis, sql, { ...addresses, ...stage.settings, ...options.settings });
    // All of them, also after one has failed: none must be left behind.
    const starts = await Promise.allSettled([
      ...Array.from({ length: options.apis ?? 2 }, () => cluster.startApi()),
      ...Array.from({ length: options.workers ?? 1 }, () => cluster.startWorker()),
    ]);
    const failed = starts.find((start) => start.status === 'rejected');
    if (failed === undefined) return cluster;
    await cluster.stop();
    throw failed.reason;
  }

  async startApi(settings: ServerSettings = {}): Promise<ServerProcess> {
    const api = await startServer('api', { ...this.settings, ...settings });
    this.apis.push(api);
    return api;
  }

  async startWorker(settings: ServerSettings = {}): Promise<ServerProcess> {
    const worker = await startServer('worker', { ...this.settings, ...settings });
    this.workers.push(worker);
    return worker;
  }

  /** A new user, who talks to that API process. */
  async user(api = this.apis[0]): Promise<ApiClient> {
    const client = new ApiClient(api?.url);
    return client.as(await registerUser(client));
  }

  /** The same user at another API process. */
  at(user: ApiClient, api = this.apis.at(-1)): ApiClient {
    return user.at(api?.url ?? '');
  }

  async stop(): Promise<void> {
    await Promise.all([...this.apis, ...this.workers].map((server) => server.stop()));
    this.redis.disconnect();
    await Promise.all([this.sql.end(), this.stage.close()]);
    await this.stores.stop();
  }
}

/** Ends a process as a crash does. */
export async function kill(server: ServerProcess | undefined): Promise<void> {
  server?.kill('SIGKILL');
  await server?.exited;
}
