import { type Client } from 'pg';
import { type DataSourceOptions } from 'typeorm';
import { migrations } from '../../migrations/index.js';
import { PreparingClient } from './preparing-client.js';

/**
 * Reading by an index is not four times as dear as reading everything, as PostgreSQL assumes for magnetic disks. It would plan the
 * statements of runs while their tables are small, and go on reading them whole while they grow.
 */
const INDEXES_ARE_CHEAP = 'SET random_page_cost = 1.1';

/** How long a statement may take, in milliseconds, as the server sees it; the longest of ours takes milliseconds. */
const STATEMENT_LIMIT = 15_000;

/** As the process sees it, which the server's limit cannot help when nothing comes from there any more. */
const SILENCE_LIMIT = STATEMENT_LIMIT + 5_000;

/** How every process of ours reaches PostgreSQL. The schema changes by migrations only, never by synchronisation. */
export function postgresOptions(postgres: { url: string; poolSize: number }) {
  return {
    type: 'postgres',
    url: postgres.url,
    migrations,
    migrationsTableName: 'schema_migrations',
    migrationsTransactionMode: 'each',
    synchronize: false,
    logging: false,
    installExtensions: false,
    poolSize: postgres.poolSize,
    connectTimeoutMS: 5_000,
    extra: {
      Client: PreparingClient,
      // A query that hangs must not hold a connection for ever.
      statement_timeout: STATEMENT_LIMIT,
      silenceLimit: SILENCE_LIMIT as number | undefined,
      idle_in_transaction_session_timeout: 15_000,
      keepAlive: true,
      // Said once the connection stands, as poolers refuse such settings while it is made.
      onConnect: (client: Client) => client.query(INDEXES_ARE_CHEAP),
    },
  } satisfies DataSourceOptions;
}
