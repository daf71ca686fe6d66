import { rm } from 'node:fs/promises';
import path from 'node:path';
import { clearLockedPorts } from 'get-port';
import { type Store, startPostgres, startRedis } from '../../src/embedded/index.js';
import { copyPostgresTemplate, PASSWORD } from './postgres-template.js';
import { temporaryDirectory } from './temporary-directory.js';

export type StoreName = 'postgres' | 'redis';

/** Both stores on free ports, their data and logs in a temporary folder. */
export interface TestStores {
  readonly directory: string;
  readonly postgres: Store;
  readonly redis: Store;
  /** Starts a store again that was stopped or killed: on the same port, with the data it had. */
  restart(which: StoreName): Promise<void>;
  /** Stops both and removes the folder. */
  stop(): Promise<void>;
}

/**
 * Starts a PostgreSQL and a Redis of one's own, for a spec that stops, kills or starves them; everybody else uses
 * TEST_POSTGRES_URL and TEST_REDIS_URL. In a test run PostgreSQL has our schema.
 * @param options.durable true for a spec that kills a store and expects its data back.
 */
export async function startStores({ durable = false } = {}): Promise<TestStores> {
  const directory = await temporaryDirectory();
  const start = (which: StoreName, preferredPort?: number): Promise<Store> =>
    (which === 'postgres' ? startPostgres : startRedis)({
      directory: path.join(directory, which),
      logFile: path.join(directory, 'logs', `${which}.log`),
      password: PASSWORD,
      durable,
      ...(preferredPort !== undefined && { preferredPort }),
    });
  const launches = await Promise.allSettled([
    copyPostgresTemplate(path.join(directory, 'postgres')).then(() => start('postgres')),
    start('redis'),
  ]);
  const [postgres, redis] = launches;
  if (postgres.status === 'fulfilled' && redis.status === 'fulfilled') {
    return stores(directory, { postgres: postgres.value, redis: redis.value }, start);
  }
  const running = launches.filter((launch) => launch.status === 'fulfilled');
  await Promise.all(running.map((launch) => launch.value.process.stop()));
  await rm(directory, { recursive: true, force: true });
  throw (launches.find((launch) => launch.status === 'rejected') as PromiseRejectedResult).reason;
}

function stores(
  directory: string,
  running: Record<StoreName, Store>,
  start: (which: StoreName, port: number) => Promise<Store>,
): TestStores {
  return {
    directory,
    get postgres() {
      return running.postgres;
    },
    get redis() {
      return running.redis;
    },
    restart: async (which) => {
      const { port, process } = running[which];
      await process.stop();
      clearLockedPorts();
      running[which] = await start(which, port);
      if (running[which].port !== port) throw new Error(`The port ${port} of ${which} was taken meanwhile`);
    },
    stop: async () => {
      await Promise.all(Object.values(running).map((store) => store.process.stop()));
      await rm(directory, { recursive: true, force: true });
    },
  };
}
