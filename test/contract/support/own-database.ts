import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { migrate, postgresOptions } from '../../../src/database/index.js';

/** A database of a spec's own on the test run's server, with our schema: nobody else's rows are in it. */
export interface OwnDatabase {
  readonly database: DataSource;
  /** For connections beside it. */
  readonly url: string;
  /** Removes it. */
  readonly drop: () => Promise<void>;
}

/** The same without our schema. */
export interface EmptyDatabase {
  readonly url: string;
  /** Removes it, and who is connected. */
  readonly drop: () => Promise<void>;
}

/** @param purpose a word of its name */
export async function createEmptyDatabase(purpose: string): Promise<EmptyDatabase> {
  const url = new URL(process.env.TEST_POSTGRES_URL ?? '');
  const name = `${purpose}_${randomUUID().slice(0, 8)}`;
  const server = new Client(url.href);
  await server.connect();
  await server.query(`CREATE DATABASE ${name}`);
  const drop = async () => {
    await server.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await server.end();
  };
  return { url: Object.assign(new URL(url), { pathname: name }).href, drop };
}

/** @param purpose a word of its name */
export async function createOwnDatabase(
  purpose: string,
  entities: DataSourceOptions['entities'] = [],
  poolSize = 1,
): Promise<OwnDatabase> {
  const { url, drop } = await createEmptyDatabase(purpose);
  await migrate(url);
  const database = await new DataSource({ ...postgresOptions({ url, poolSize }), entities }).initialize();
  return {
    database,
    url,
    drop: async () => {
      await database.destroy();
      await drop();
    },
  };
}
