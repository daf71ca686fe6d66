import { type Client, DatabaseError } from 'pg';
import { DataSource, type MigrationInterface, QueryFailedError } from 'typeorm';
import { SECOND } from '../common/clock.js';
import { postgresOptions } from './postgres-options.js';

/** Any number will do; it only has to be the same in every process that migrates. */
const MIGRATION_LOCK = 727_401_963;

/**
 * How long a statement waits for a table that others use, in milliseconds. While it waits, all who come to the table wait behind it, so it
 * gives up; the longest transaction of ours takes milliseconds.
 */
const LOCK_PATIENCE = 10 * SECOND;

/** PostgreSQL's `lock_not_available`. */
const LOCK_NOT_AVAILABLE = '55P03';

/** What a specification gives instead of what is usual. */
export interface MigrationSettings {
  /** Instead of those in `migrations/`. */
  readonly migrations?: readonly (new () => MigrationInterface)[];
  /** Instead of `LOCK_PATIENCE`. */
  readonly lockPatience?: number;
}

/**
 * Brings the schema up to date, or takes the newest migration back. Several processes may call it at once: an advisory
 * lock lets one work while the others wait, as long as it takes, and then find nothing left to do. A statement takes as long as it takes: an
 * index of a large table is built for minutes.
 * @returns the names of the migrations that ran (`up`), or nothing (`down`).
 * @throws Error a sentence for the operator, when somebody else keeps a table that is to be changed
 */
export async function migrate(
  url: string,
  direction: 'up' | 'down' = 'up',
  settings: MigrationSettings = {},
): Promise<string[]> {
  const dataSource = await new DataSource(migrationOptions(url, settings)).initialize();
  try {
    const lock = dataSource.createQueryRunner();
    // Whoever has it may build indexes.
    await lock.query('SET lock_timeout = 0');
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    try {
      if (direction === 'down') {
        await dataSource.undoLastMigration({ transaction: 'each' });
        return [];
      }
      return (await dataSource.runMigrations({ transaction: 'each' })).map((migration) => migration.name);
    } finally {
      await lock.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
      await lock.release();
    }
  } catch (error) {
    throw isLockedOut(error) ? lockedOut(error) : error;
  } finally {
    await dataSource.destroy();
  }
}

function migrationOptions(url: string, { migrations, lockPatience = LOCK_PATIENCE }: MigrationSettings) {
  const options = postgresOptions({ url, poolSize: 2 });
  const { onConnect } = options.extra;
  return {
    ...options,
    ...(migrations && { migrations: [...migrations] }),
    extra: {
      ...options.extra,
      statement_timeout: undefined,
      // No connection may be given up in the middle of a statement either.
      silenceLimit: undefined,
      onConnect: async (client: Client) => {
        await onConnect(client);
        // Left out it would be the database's or the role's own.
        await client.query('SET statement_timeout = 0');
        await client.query(`SET lock_timeout = ${lockPatience}`);
      },
    },
  };
}

function isLockedOut(error: unknown): error is QueryFailedError {
  return (
    error instanceof QueryFailedError &&
    error.driverError instanceof DatabaseError &&
    error.driverError.code === LOCK_NOT_AVAILABLE
  );
}

function lockedOut(cause: QueryFailedError): Error {
  return new Error(
    'The schema was not changed: a table that is to be changed is in use by a transaction that does not end. ' +
      'Find it in pg_stat_activity (xact_start), end it, and migrate again: what was done before stays, the rest follows.',
    { cause },
  );
}
