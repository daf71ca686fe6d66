import { type ToolFindings } from '../../tools/tool.js';
import { type Reading } from './figure.js';
import { readFigures } from './read-figures.js';
import { SortedNumbers } from './sorted-numbers.js';

/** A page's text is read so far: beyond, it is no place where figures of an answer come from. */
const LONGEST_TEXT = 50_000;
/** Digits of a code, as the Harmonized System has them, of which a shorter one names the group. */
const CODE = /^\d{4,14}$/;
const SCALE_WORDS: readonly [RegExp, number][] = [
  [/billion|十亿/i, 1e9],
  [/million|百万/i, 1e6],
  [/亿/, 1e8],
  [/万/, 1e4],
  [/thousand|千(?!克)/i, 1e3],
];

/** Everything that tool results say in numbers, ready to be looked up. */
export class Evidence {
  readonly #numbers: number[] = [];
  readonly #codes = new Set<string>();
  readonly #strings = new Set<string>();
  /** Figures of the same name, such as `value_usd`: those that may be compared with each other. */
  readonly fields = new Map<string, number[]>();
  /** What all figures of a name in one list add up to: the whole that they are shares of. */
  readonly wholes = new Map<string, number[]>();
  /** Sums and means of columns, from the top: what "the first three together" comes from. */
  readonly #totals: number[] = [];
  #sorted: SortedNumbers | undefined;
  #sortedTotals: SortedNumbers | undefined;

  addFindings({ data, sources, summary, coverage, missing }: ToolFindings): void {
    this.#walk(data, '');
    this.#walk(sources, 'source');
    this.#walk([summary, coverage, ...missing], 'text');
    this.#sorted = this.#sortedTotals = undefined;
  }

  /** Numbers somebody wrote: the user's own need no other source. */
  addText(text: string): void {
    for (const { readings, code } of readFigures(text.slice(0, LONGEST_TEXT))) {
      for (const { value } of readings) if (!Number.isNaN(value)) this.#numbers.push(value);
      if (code !== undefined) this.#addCode(code);
    }
    this.#sorted = undefined;
  }

  /** A file: its words, and the columns of its tables (tab-separated lines) with their sums. */
  addDocument(text: string): void {
    const read = text.slice(0, LONGEST_TEXT);
    this.addText(read);
    const rows = read.split('\n').filter((line) => line.includes('\t'));
    this.#addList(rows.map(cellsOf), 'cell');
    this.#sorted = this.#sortedTotals = undefined;
  }

  /** A figure held that is rounded to one of the readings; undefined where there is none. */
  find(readings: readonly Reading[]): number | undefined {
    this.#sorted ??= new SortedNumbers(this.#numbers);
    return this.#sorted.find(readings);
  }

  /** A sum or mean of a column that is rounded to one of the readings. */
  findTotal(readings: readonly Reading[]): number | undefined {
    this.#sortedTotals ??= new SortedNumbers(this.#totals);
    return this.#sortedTotals.find(readings);
  }

  /** Whether the code, or a longer one that begins with it, is held. */
  holdsCode(code: string): boolean {
    return this.#codes.has(code);
  }

  #walk(value: unknown, name: string): void {
    if (typeof value === 'number') this.#addNumber(value, name);
    else if (typeof value === 'string') this.#addString(value);
    else if (Array.isArray(value)) this.#addList(value, name);
    else if (typeof value === 'object' && value !== null) this.#addObject(value as Record<string, unknown>);
  }

  #addNumber(value: number, name: string): void {
    if (!Number.isFinite(value)) return;
    this.#numbers.push(Math.abs(value));
    const field = this.fields.get(name);
    if (field) field.push(value);
    else this.fields.set(name, [value]);
  }

  /** The same id or period stands in every row of a table: it says nothing new there. */
  #addString(text: string): void {
    if (!/\d/.test(text) || this.#strings.has(text)) return;
    this.#strings.add(text);
    if (CODE.test(text)) this.#addCode(text);
    this.addText(text);
  }

  /** A list also says how many there are. */
  #addList(items: readonly unknown[], name: string): void {
    this.#numbers.push(items.length);
    for (const item of items) this.#walk(item, name);
    this.#addTotals(items);
  }

  #addTotals(items: readonly unknown[]): void {
    const sums = new Map<string, { sum: number; count: number }>();
    for (const item of items) {
      if (typeof item !== 'object' || item === null) continue;
      for (const [name, value] of Object.entries(item)) {
        if (typeof value !== 'number') continue;
        const { sum, count } = sums.get(name) ?? { sum: 0, count: 0 };
        sums.set(name, { sum: sum + value, count: count + 1 });
        if (count > 0) this.#totals.push(Math.abs(sum + value), Math.abs((sum + value) / (count + 1)));
      }
    }
    for (const [name, { sum, count }] of sums) {
      if (count > 1) this.wholes.set(name, [...(this.wholes.get(name) ?? []), sum]);
    }
  }

  #addObject(object: Record<string, unknown>): void {
    for (const [name, value] of Object.entries(object)) this.#walk(value, name);
    const { value, unit, value_usd, quantity } = object;
    if (typeof value === 'number' && typeof unit === 'string') {
      const scale = SCALE_WORDS.find(([word]) => word.test(unit))?.[1];
      if (scale !== undefined) this.#numbers.push(Math.abs(value * scale));
    }
    // What a piece or a kilogram cost.
    if (typeof value_usd === 'number' && typeof quantity === 'number' && quantity !== 0)
      this.#totals.push(Math.abs(value_usd / quantity));
  }

  #addCode(code: string): void {
    if (!CODE.test(code)) return;
    for (let length = 2; length <= code.length; length += 1) this.#codes.add(code.slice(0, length));
  }
}

/** The numbers of a table's line by their column. */
function cellsOf(line: string): Record<string, number> {
  const cells = line.split('\t').map((cell) => (/\d/.test(cell) ? Number(cell.replaceAll(',', '')) : NaN));
  return Object.fromEntries(cells.flatMap((cell, index) => (Number.isFinite(cell) ? [[`column ${index}`, cell]] : [])));
}
