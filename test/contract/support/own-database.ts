import { randomUUID } from 'node:crypto';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { migrate, postgresOptions } from '../../../src/database/index.js';

/** A database of a spec's own on the test run's server, with our schema: nobody else's rows are in it. */
export interface OwnDatabase {
  readonly database: DataSource;
  /** Removes it. */
  readonly drop: () => Promise<void>;
}

/** @param purpose a word of its name */
export async function createOwnDatabase(
  purpose: string,
  entities: DataSourceOptions['entities'] = [],
  poolSize = 1,
): Promise<OwnDatabase> {
  const url = new URL(process.env.TEST_POSTGRES_URL ?? '');
  const name = `${purpose}_${randomUUID().slice(0, 8)}`;
  const server = await new DataSource(postgresOptions({ url: url.href, poolSize: 1 })).initialize();
  await server.query(`CREATE DATABASE ${name}`);
  const own = Object.assign(new URL(url), { pathname: name }).href;
  await migrate(own);
  const database = await new DataSource({ ...postgresOptions({ url: own, poolSize }), entities }).initialize();
  const drop = async () => {
    await database.destroy();
    await server.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await server.destroy();
  };
  return { database, drop };
}
