/** Column names and their SQL types. */
export type Columns = Readonly<Record<string, string>>;

/**
 * What a module does to its own tables within a statement of another module's, which gives it its rows: both are carried out, or neither.
 * Only for modules that keep their data in the same database.
 */
export interface StatementPart<Item> {
  /** Columns of `recordSet` that it needs beside those of whose statement it is a part. */
  readonly columns: Columns;
  /** What it needs of an item, by those columns. */
  readonly row: (item: Item) => Readonly<Record<string, unknown>>;
  /** CTEs that do it; the part says which CTE they read. */
  readonly ctes: string;
}

/** Rows a statement takes at most: beyond, those that came first would wait too long for it. */
export const MOST_ROWS = 16;

/** The second parameter of a statement that waits for a lock as long as any other of ours (`statement_timeout`), as PostgreSQL shows it. */
export const NO_LOCK_LIMIT = '0';

/**
 * The first parameter, a JSON array of objects, as rows: one text is prepared for any number. The second is how long the statement waits for
 * a lock, as PostgreSQL shows a `lock_timeout`; it is set before the rows, and so before any lock.
 */
export function recordSet(name: string, columns: Columns): string {
  const definitions = Object.entries(columns).map(([column, type]) => `${column} ${type}`);
  return `(
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS r (${definitions.join(', ')})
    -- It always holds. PostgreSQL counts with one row for it instead of a hundred, for which it would read small tables whole, and not by
    -- their index.
    WHERE set_config('lock_timeout', $2::text, true) = $2::text
  ) AS ${name}`;
}
