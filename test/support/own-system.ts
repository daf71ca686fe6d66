import { ApiClient } from './api-client.js';
import { type ServerProcess, type ServerSettings, startServer } from './processes.js';
import { startStores, type TestStores } from './stores.js';

/** An API and a worker of a spec's own on stores of its own, for settings that nobody else shall have. */
export class OwnSystem {
  private constructor(
    private readonly stores: TestStores,
    private readonly servers: readonly ServerProcess[],
    /** The API, for nobody in particular. */
    readonly api: ApiClient,
  ) {}

  static async start(settings: ServerSettings): Promise<OwnSystem> {
    const stores = await startStores();
    const own = { POSTGRES_URL: stores.postgres.url, REDIS_URL: stores.redis.url, ...settings };
    const [api, worker] = await Promise.all([startServer('api', own), startServer('worker', own)]);
    return new OwnSystem(stores, [api, worker], new ApiClient(api.url));
  }

  /** What its processes have logged so far. */
  async logLines(): Promise<Record<string, unknown>[]> {
    return (await Promise.all(this.servers.map((server) => server.logLines()))).flat();
  }

  async stop(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.stop()));
    await this.stores.stop();
  }
}
