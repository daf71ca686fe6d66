import { CsvError, parse } from 'csv-parse/sync';

const DELIMITERS = [',', ';', '\t', '|'];

/** Rows of cells, all of them texts. */
export type Table = readonly (readonly string[])[];

/**
 * Comma-separated text as a table; also what Europe (`;`) and databases (tab) write. Lenient: a row may be shorter than
 * another and a quote may stand anywhere, also one that nobody closes, since people's files are so, and often cut off.
 * @param maxRows rows after that are left out; left out itself, all are read
 */
export function parseTable(text: string, maxRows?: number): Table {
  const options = {
    bom: true,
    delimiter: delimiterOf(text),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    to: maxRows ?? -1,
  };
  try {
    return parse(text, options);
  } catch (error) {
    if (!(error instanceof CsvError) || error.code !== 'CSV_QUOTE_NOT_CLOSED') throw error;
    return parse(text, { ...options, quote: null });
  }
}

/** The one the first line has most of. */
function delimiterOf(text: string): string {
  const firstLine = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  const counts = DELIMITERS.map((delimiter) => ({ delimiter, count: firstLine.split(delimiter).length }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).delimiter;
}
