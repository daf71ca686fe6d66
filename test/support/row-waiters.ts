import { setTimeout as delay } from 'node:timers/promises';
import { type Client } from 'pg';

/** Those whom a lock of this connection holds up, and those who stand in line behind them. */
const WAITING = `
  SELECT DISTINCT l.pid FROM pg_locks l
  WHERE NOT l.granted AND (
    pg_backend_pid() = ANY (pg_blocking_pids(l.pid)) OR EXISTS (
      SELECT FROM pg_locks w
      WHERE NOT w.granted AND w.pid = ANY (pg_blocking_pids(l.pid)) AND pg_backend_pid() = ANY (pg_blocking_pids(w.pid))))`;

/** Resolves when `count` other connections wait for locks that the spec holds on its own one. */
export async function othersWait(client: Client, count = 1): Promise<void> {
  while ((await client.query(WAITING)).rowCount !== count) await delay(5);
}

/**
 * Resolves when the link of a registration's mail is written. The account is held for it a moment after the answer: who looks for others
 * that wait would take it for them.
 */
export async function linkIsWritten(client: Client, email: string): Promise<void> {
  while ((await client.query('SELECT FROM email_tokens WHERE email = $1', [email])).rowCount === 0) await delay(5);
}
