import { DataSource } from 'typeorm';
import { postgresOptions } from './postgres-options.js';

/** Any number will do; it only has to be the same in every process that migrates. */
const MIGRATION_LOCK = 727_401_963;

/**
 * Brings the schema up to date, or takes the newest migration back. Several processes may call it at once: an advisory
 * lock lets one work while the others wait and then find nothing left to do.
 * @returns the names of the migrations that ran (`up`), or nothing (`down`).
 */
export async function migrate(url: string, direction: 'up' | 'down' = 'up'): Promise<string[]> {
  const options = postgresOptions({ url, poolSize: 2 });
  // A migration may let its statements take longer than others; no connection may be given up in the middle of one.
  const extra = { ...options.extra, silenceLimit: undefined };
  const dataSource = await new DataSource({ ...options, extra }).initialize();
  try {
    const lock = dataSource.createQueryRunner();
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
  } finally {
    await dataSource.destroy();
  }
}
