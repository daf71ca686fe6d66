/** Column names and their SQL types. */
export type Columns = Readonly<Record<string, string>>;

/** Rows a statement takes at most: beyond, there is little left to share. */
export const MOST_ROWS = 8;

/** The second parameter of a statement that waits for a lock as long as any other of ours (`statement_timeout`). */
export const NO_LOCK_LIMIT = '0';

/**
 * The first parameter, a JSON array of at most MOST_ROWS objects, as rows: one text is prepared for any number. The second is how long the
 * statement waits for a lock, as `lock_timeout` has it; it is set before the rows, and so before any lock.
 */
export function recordSet(name: string, columns: Columns): string {
  const definitions = Object.entries(columns).map(([column, type]) => `${column} ${type}`);
  return `(
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS r (${definitions.join(', ')})
    WHERE set_config('lock_timeout', $2::text, true) IS NOT NULL
    -- Without the limit PostgreSQL counts with a hundred rows, and reads small tables whole instead of by their index.
    LIMIT ${MOST_ROWS}
  ) AS ${name}`;
}
