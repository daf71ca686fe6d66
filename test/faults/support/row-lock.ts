import pg from 'pg';
import { eventually } from './eventually.js';

/** A row of PostgreSQL that nobody can change: who tries stops there, so that it can be killed in between. */
export class RowLock {
  private constructor(
    private readonly client: pg.Client,
    private readonly pid: number,
  ) {}

  /** @param id of the run or the conversation; a run has one effect */
  static async on(url: string, table: 'runs' | 'conversations' | 'run_effects', id: string): Promise<RowLock> {
    const client = await begin(url);
    const key = table === 'run_effects' ? 'run_id' : 'id';
    const held = await client.query(`SELECT pg_backend_pid() AS pid FROM ${table} WHERE ${key} = $1 FOR UPDATE`, [id]);
    if (held.rows.length !== 1) throw new Error(`There is no row ${id} in ${table} to lock`);
    return new RowLock(client, (held.rows[0] as { pid: number }).pid);
  }

  /** All rows of the table, also those that are not there yet: who adds one stops there. */
  static async onNew(url: string, table: 'runs'): Promise<RowLock> {
    const client = await begin(url);
    await client.query(`LOCK TABLE ${table} IN SHARE MODE`);
    const { rows } = await client.query('SELECT pg_backend_pid() AS pid');
    return new RowLock(client, (rows[0] as { pid: number }).pid);
  }

  /** Resolves when so many wait for what is locked. */
  async reached(count = 1): Promise<void> {
    await eventually('Somebody who waits for the lock', async () => (await this.waiting()).length >= count);
  }

  /** Ends the statements that wait, as PostgreSQL would if it heard of their client's death. */
  async dropWaiting(): Promise<void> {
    await this.client.query('SELECT pg_terminate_backend(pid) FROM unnest($1::integer[]) AS pid', [
      await this.waiting(),
    ]);
    await eventually('The end of those who waited', async () => (await this.waiting()).length === 0);
  }

  async release(): Promise<void> {
    await this.client.query('ROLLBACK');
    await this.client.end();
  }

  private async waiting(): Promise<number[]> {
    // Not from pg_stat_activity, which shows a transaction what it was at the first look.
    const { rows } = await this.client.query(
      'SELECT DISTINCT pid FROM pg_locks WHERE NOT granted AND $1 = ANY (pg_blocking_pids(pid))',
      [this.pid],
    );
    return (rows as { pid: number }[]).map(({ pid }) => pid);
  }
}

async function begin(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('BEGIN');
  return client;
}
