import { type HtsRow } from './usitc.schema.js';

/** A line goods are declared under, with the rates that hold for it. */
export interface HtsLine {
  readonly code: string;
  readonly description: string;
  readonly general: string;
  readonly special: string;
  readonly other: string;
  /** Headings of chapter 99 its footnotes and those of its parents point to. */
  readonly pointers: readonly string[];
}

/**
 * The lines with a rate among the rows. A row without one of its own has that of the nearest row above it; statistical rows of ten digits
 * that only repeat their parent's rate are left out.
 */
export function linesOf(rows: readonly HtsRow[]): HtsLine[] {
  const lines: HtsLine[] = [];
  const above: HtsRow[] = [];
  for (const row of rows) {
    while (above.length > 0 && (above.at(-1)?.indent ?? 0) >= row.indent) above.pop();
    const path = [...above, row];
    above.push(row);
    const notes = pointersOf(row);
    if (row.htsno !== '' && row.general !== '') {
      lines.push({
        code: row.htsno,
        description: path.map(({ description }) => description.replace(/:$/, '')).join(' › '),
        general: row.general,
        special: row.special,
        other: row.other,
        pointers: [...new Set(path.flatMap(pointersOf))],
      });
    } else if (notes.length > 0) {
      const parent = lines.findIndex(({ code }) => row.htsno.startsWith(code));
      const line = lines[parent];
      if (line) lines[parent] = { ...line, pointers: [...new Set([...line.pointers, ...notes])] };
    }
  }
  return lines;
}

/** Per cent of the value: `Free` is 0; a duty by weight or piece is none. */
export function percentOf(rate: string): number | null {
  if (/^free\b/i.test(rate.trim())) return 0;
  const percent = /^(\d+(?:\.\d+)?)\s*%$/.exec(rate.trim())?.[1];
  return percent === undefined ? null : Number(percent);
}

/** What chapter 99 adds: `The duty provided in the applicable subheading + 25%`. */
export function additionalPercent(rate: string): number | null {
  const percent = /\+\s*(\d+(?:\.\d+)?)\s*%/.exec(rate)?.[1];
  return percent === undefined ? null : Number(percent);
}

/** The rate of the special column that names one of these programmes: `Free (A+,AU,KR) 2.5% (JP)`. */
export function specialRate(special: string, symbols: readonly string[]): string | undefined {
  for (const [, rate, programmes] of special.matchAll(/([^()]+?)\s*\(([^)]*)\)/g)) {
    const named = new Set((programmes ?? '').split(',').map((symbol) => symbol.trim()));
    if (symbols.some((symbol) => named.has(symbol))) return rate?.trim();
  }
  return undefined;
}

function pointersOf({ footnotes }: HtsRow): string[] {
  return footnotes.flatMap(({ value }) => value.match(/99\d{2}\.\d{2}\.\d{2}/g) ?? []);
}
