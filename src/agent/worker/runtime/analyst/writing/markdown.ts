/** Blocks of an answer, separated by empty lines; those that are undefined or empty are left out. */
export function blocks(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part.trim() !== '').join('\n\n');
}

export function bullets(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

/** A table, without the columns that are empty in every row. Undefined without rows. */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string | undefined {
  if (rows.length === 0) return undefined;
  const shown = columns.map((_, index) => index).filter((index) => rows.some((row) => (row[index] ?? '') !== ''));
  const line = (cells: readonly string[]) => `| ${shown.map((index) => cell(cells[index] ?? '')).join(' | ')} |`;
  return [line(columns), `| ${shown.map(() => '---').join(' | ')} |`, ...rows.map(line)].join('\n');
}

/** A heading with its block; undefined when there is no block. */
export function section(title: string, block: string | undefined): string | undefined {
  return block === undefined || block === '' ? undefined : `### ${title}\n\n${block}`;
}

/** References to sources: `[s1][s3]`. */
export function cite(...ids: readonly string[]): string {
  return [...new Set(ids)].map((id) => `[${id}]`).join('');
}

/** Text that comes from outside, so that it stays text: no markup, no line breaks, no look-alike of a reference to a source. */
export function plain(text: string, longest = 300): string {
  const line = text
    .replace(/\s+/g, ' ')
    .replace(/[`*_<>#[\]]/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}

function cell(text: string): string {
  return text.replace(/\|/g, '\\|').replace(/\s*\n\s*/g, ' ');
}
