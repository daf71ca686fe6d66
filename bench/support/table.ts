/** Prints rows as a Markdown table, so that it can go into docs/benchmarks.md as it is. */
export function printTable(rows: readonly Readonly<Record<string, string | number>>[]): void {
  const columns = Object.keys(rows[0] ?? {});
  const lines = [columns, ...rows.map((row) => columns.map((column) => format(row[column])))];
  const widths = columns.map((_column, index) => Math.max(3, ...lines.map((line) => line[index]?.length ?? 0)));
  const [head = [], ...body] = lines.map((line) => line.map((cell, index) => cell.padEnd(widths[index] ?? 0)));
  const rule = widths.map((width) => '-'.repeat(width));
  for (const line of [head, rule, ...body]) console.log(`| ${line.join(' | ')} |`);
}

/** Three figures are as many as a measurement of this kind is good for. */
function format(value: string | number | undefined): string {
  if (typeof value !== 'number') return value ?? '';
  return Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}
