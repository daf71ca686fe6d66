import { median } from './statistics.js';

/** One line of a benchmark's outcome: figures by what they are of. */
export type Row = Readonly<Record<string, string | number>>;

/** Rows as a Markdown table, as prettier would lay it out. */
export function tableOf(rows: readonly Row[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const lines = [columns, ...rows.map((row) => columns.map((column) => format(row[column])))];
  const widths = columns.map((_column, index) => Math.max(3, ...lines.map((line) => line[index]?.length ?? 0)));
  const [head = [], ...body] = lines.map((line) => line.map((cell, index) => cell.padEnd(widths[index] ?? 0)));
  const rule = widths.map((width) => '-'.repeat(width));
  return [head, rule, ...body].map((line) => `| ${line.join(' | ')} |`).join('\n');
}

/** Rounds of the same, numbered, and below them the median of each figure. */
export function withMedians(rounds: readonly Row[]): Row[] {
  return [
    ...rounds.map((row, index) => ({ round: String(index + 1), ...row })),
    { round: 'median', ...mediansOf(rounds) },
  ];
}

/** The median of each figure of several rounds; what is no figure is left empty. */
export function mediansOf(rounds: readonly Row[]): Row {
  const columns = Object.entries(rounds[0] ?? {}).map(([column, value]) => [
    column,
    typeof value === 'number' ? median(rounds.map((round) => Number(round[column]))) : '',
  ]);
  return Object.fromEntries(columns) as Row;
}

/** Three figures are as many as a measurement of this kind is good for. */
function format(value: string | number | undefined): string {
  if (typeof value !== 'number') return value ?? '';
  return Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}
