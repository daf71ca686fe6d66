import { type Table } from './csv-table.js';

/** What was read of a file. */
export interface ReadableText {
  readonly text: string;
  /** Whether the file has more than `text`. */
  readonly truncated: boolean;
}

/** Characters that are read of one file: some fifteen pages. */
export const MAX_CHARACTERS = 40_000;

/** Cuts at whole characters. */
export function limited(text: string, truncated = false): ReadableText {
  if (text.length <= MAX_CHARACTERS) return { text, truncated };
  return { text: text.slice(0, MAX_CHARACTERS).replace(/[\uD800-\uDBFF]$/, ''), truncated: true };
}

/** A table as lines of tab-separated cells, which a model reads well and which cost few tokens. */
export function tableText(table: Table): string {
  return table.map((row) => row.map((cell) => cell.replace(/\s+/g, ' ').trim()).join('\t')).join('\n');
}
