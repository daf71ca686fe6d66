import { mkdtemp, rm } from 'node:fs/promises';
import { chmodSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { clearLockedPorts } from 'get-port';
import { type Store, startPostgres, startRedis } from '../../src/embedded/index.js';

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

/** The password of every store of a test. It guards nothing, so it need not be drawn. */
const PASSWORD = 'tradeflow-test';

/**
 * Starts a PostgreSQL and a Redis of one's own, for a spec that stops, kills or starves them; everybody else uses
 * TEST_POSTGRES_URL and TEST_REDIS_URL.
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
  const launches = await Promise.allSettled([start('postgres'), start('redis')]);
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

/** A new folder that the user PostgreSQL runs as can enter, too. */
async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'tradeflow-test-'));
  chmodSync(directory, 0o755);
  return directory;
}
