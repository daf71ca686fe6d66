import { existsSync } from 'node:fs';
import path from 'node:path';
import { buildEarly } from '../backends/build-early.js';
import { findSecretsInLogs } from './log-secrets.js';
import { type ServerProcess, type ServerRole, startServer } from './processes.js';
import { PostgresTemplate } from './postgres-template.js';
import { startStores, type TestStores } from './stores.js';

let template: PostgresTemplate | undefined;
let stores: TestStores | undefined;
const servers: ServerProcess[] = [];

/**
 * Starts what the system tests talk to: PostgreSQL and Redis with our schema, one API and one worker from `dist/`, all on
 * free ports. With TEST_STORES_ONLY=1 only the stores, for contract suites while there is nothing built.
 */
export async function startSystemUnderTest(): Promise<void> {
  const storesOnly = process.env.TEST_STORES_ONLY === '1';
  if (!storesOnly && !existsSync(path.join(import.meta.dirname, '../../dist/programs/main.js'))) {
    throw new Error('The system tests run what is built: run "npm run build" first, or set TEST_STORES_ONLY=1.');
  }
  // Then every suite is run, those on MongoDB and MinIO too.
  if (process.env.CI === 'true') buildEarly();
  try {
    template = await PostgresTemplate.make();
    stores = await startStores();
    process.env.TEST_POSTGRES_URL = stores.postgres.url;
    process.env.TEST_REDIS_URL = stores.redis.url;
    process.env.TEST_STORAGE_DIRECTORY = path.join(stores.directory, 'objects');
    process.env.TEST_LOG_DIRECTORY = path.join(stores.directory, 'logs');
    if (storesOnly) return;
    const [api, worker] = await Promise.all([startAndKeep('api'), startAndKeep('worker')]);
    process.env.TEST_API_URL = api.url;
    process.env.TEST_WORKER_PROBE_URL = worker.url;
  } catch (error) {
    // Jest runs no teardown after a failed setup.
    await stopSystemUnderTest();
    throw error;
  }
}

/**
 * Ends the servers, then what they stand on, and removes the folder.
 * @throws Error when a secret stands in a log of any process of the run.
 */
export async function stopSystemUnderTest(): Promise<void> {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  const leaks = stores === undefined ? [] : findSecretsInLogs(path.join(stores.directory, 'logs'));
  await Promise.all([stores?.stop(), template?.remove()]);
  stores = template = undefined;
  if (leaks.length > 0) throw new Error(`Secrets stand in the logs of this run:\n${leaks.slice(0, 20).join('\n')}`);
}

async function startAndKeep(role: ServerRole): Promise<ServerProcess> {
  const server = await startServer(role);
  servers.push(server);
  return server;
}
