import { Client } from 'pg';
import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { migrate } from '../../src/database/index.js';
import { createEmptyDatabase, type EmptyDatabase } from './support/own-database.js';

/** Milliseconds; the real limits are seconds. */
const SHORT = 100;
const LONGER = `SELECT pg_sleep(${(3 * SHORT) / 1_000})`;

class MakeTable1763800000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("CREATE TABLE things AS SELECT 1 AS id, current_setting('statement_timeout') AS allowed");
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE things');
  }
}

/** Like one that builds an index of a large table. */
class TakeLong1763800000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(LONGER);
    await runner.query('CREATE INDEX things_id ON things (id)');
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(LONGER);
    await runner.query('DROP INDEX things_id');
  }
}

class ChangeTable1763800000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE things ADD COLUMN name text');
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE things DROP COLUMN name');
  }
}

const LONG = [MakeTable1763800000001, TakeLong1763800000002];
const CHANGED = [MakeTable1763800000001, ChangeTable1763800000002];

describe('migrate', () => {
  let own: EmptyDatabase;
  let other: Client;

  beforeEach(async () => {
    own = await createEmptyDatabase('migrate');
    other = new Client(own.url);
    await other.connect();
  });
  afterEach(async () => {
    await other.end();
    await own.drop();
  });

  const sut = (migrations: (new () => MigrationInterface)[], direction: 'up' | 'down' = 'up') =>
    migrate(own.url, direction, { migrations, lockPatience: SHORT });

  it('should let a statement take as long as it takes, up and down, whatever the database allows others', async () => {
    await other.query(
      `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET statement_timeout = ${SHORT}', current_database()); END $$`,
    );

    expect(await sut(LONG)).toEqual(['MakeTable1763800000001', 'TakeLong1763800000002']);
    expect((await other.query('SELECT allowed FROM things')).rows).toEqual([{ allowed: '0' }]);
    expect(await sut(LONG, 'down')).toEqual([]);
  });

  it('should say what to do when somebody else keeps a table, and go on from there when it is called again', async () => {
    await sut([MakeTable1763800000001]);
    await other.query('BEGIN');
    await other.query('SELECT FROM things');

    await expect(sut(CHANGED)).rejects.toThrow(/not changed.*pg_stat_activity/);

    await other.query('ROLLBACK');
    expect(await sut(CHANGED)).toEqual(['ChangeTable1763800000002']);
  });

  it('should wait for another process that migrates, however long that takes', async () => {
    const first = sut(LONG);
    const second = sut(LONG);

    expect((await Promise.all([first, second])).toSorted((a, b) => a.length - b.length)).toEqual([
      [],
      ['MakeTable1763800000001', 'TakeLong1763800000002'],
    ]);
  });
});
