import { mkdtemp, rm } from 'node:fs/promises';
import { chmodSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Store, startPostgres, startRedis } from '../../src/embedded/index.js';

/** Both stores on free ports, their data and logs in a temporary folder. */
export interface TestStores {
  readonly directory: string;
  readonly postgres: Store;
  readonly redis: Store;
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
  const launches = await Promise.allSettled([
    startPostgres({
      directory: path.join(directory, 'postgres'),
      logFile: log('postgres'),
      password: PASSWORD,
      durable,
    }),
    startRedis({ directory: path.join(directory, 'redis'), logFile: log('redis'), password: PASSWORD, durable }),
  ]);
  const stop = async () => {
    const running = launches.filter((launch) => launch.status === 'fulfilled');
    await Promise.all(running.map((launch) => launch.value.process.stop()));
    await rm(directory, { recursive: true, force: true });
  };
  const [postgres, redis] = launches;
  if (postgres.status === 'fulfilled' && redis.status === 'fulfilled') {
    return { directory, postgres: postgres.value, redis: redis.value, stop };
  }
  await stop();
  throw (launches.find((launch) => launch.status === 'rejected') as PromiseRejectedResult).reason;

  function log(name: string): string {
    return path.join(directory, 'logs', `${name}.log`);
  }
}

/** A new folder that the user PostgreSQL runs as can enter, too. */
async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'tradeflow-test-'));
  chmodSync(directory, 0o755);
  return directory;
}
