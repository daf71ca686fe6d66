/** Column names and their SQL types. */
export type Columns = Readonly<Record<string, string>>;

/** Rows a statement takes at most: beyond, there is little left to share. */
export const MOST_ROWS = 8;

/** The first parameter, a JSON array of at most MOST_ROWS objects, as rows: one text is prepared for any number. */
export function recordSet(name: string, columns: Columns): string {
  const definitions = Object.entries(columns).map(([column, type]) => `${column} ${type}`);
  // Without the limit PostgreSQL counts with a hundred rows, and reads small tables whole instead of by their index.
  return `(SELECT * FROM jsonb_to_recordset($1::jsonb) AS r (${definitions.join(', ')}) LIMIT ${MOST_ROWS}) AS ${name}`;
}
