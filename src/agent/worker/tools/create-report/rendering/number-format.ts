import { type Language } from '../../../../../common/i18n/language.js';
import { type Cell, isFigures, type ReportColumn, type ReportTable } from '../content/report-document.js';

/** How one column of figures is written for readers: its heading says the scale, the cells are short. */
export interface FigureStyle {
  readonly heading: string;
  readonly write: (value: number) => string;
  /** The same for an axis: without decimals that say nothing. */
  readonly writeTick: (value: number) => string;
}

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-US', zh: 'zh-CN' };
const UNITS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  USD: { en: 'US$', zh: '美元' },
  EUR: { en: 'EUR', zh: '欧元' },
  CNY: { en: 'CNY', zh: '元' },
  kg: { en: 'kg', zh: '千克' },
  units: { en: 'units', zh: '件' },
};
/** From the largest down; the first that the largest figure reaches ten of. */
const SCALES: Readonly<Record<Language, readonly { readonly factor: number; readonly word: string }[]>> = {
  en: [
    { factor: 1e9, word: 'billion' },
    { factor: 1e6, word: 'million' },
  ],
  zh: [
    { factor: 1e8, word: '亿' },
    { factor: 1e4, word: '万' },
  ],
};
/** Figures below this are written in full. */
const LEAST_SCALED = 1e7;

/** The name of a unit as readers write it. */
export function unitName(unit: string | null, language: Language): string {
  return unit === null ? '' : (UNITS[unit]?.[language] ?? unit);
}

/** The style for figures of this measure, the same scale for all of them. */
export function figureStyle(
  { kind, unit }: Pick<ReportColumn, 'kind' | 'unit'>,
  values: readonly number[],
  language: Language,
): FigureStyle {
  const locale = LOCALES[language];
  const tick = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  if (kind === 'ratio' || kind === 'percent') {
    const factor = kind === 'ratio' ? 100 : 1;
    const format = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    return {
      heading: '',
      write: (value) => `${format.format(value * factor)}%`,
      writeTick: (value) => `${tick.format(value * factor)}%`,
    };
  }
  const largest = Math.max(0, ...values.map(Math.abs));
  const scale = largest < LEAST_SCALED ? undefined : SCALES[language].find(({ factor }) => largest >= 10 * factor);
  const name = unitName(unit, language);
  if (!scale) {
    const write = (value: number) => tick.format(value);
    return { heading: name, write, writeTick: write };
  }
  const decimals = largest / scale.factor >= 1_000 ? 1 : 2;
  const format = new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  const heading = language === 'zh' ? `${scale.word}${name}` : `${name} ${scale.word}`.trim();
  return {
    heading,
    write: (value) => shortened(value / scale.factor, format, decimals),
    writeTick: (value) => tick.format(value / scale.factor),
  };
}

/** A figure too small for the scale of its column keeps its first digits instead of becoming nought. */
function shortened(value: number, format: Intl.NumberFormat, decimals: number): string {
  const lost = value !== 0 && Math.abs(value) < 10 ** -decimals;
  return lost ? value.toPrecision(2) : format.format(value);
}

/** A table as readers see it: words only. */
export interface WrittenTable {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function writeTable({ columns, rows }: ReportTable, language: Language): WrittenTable {
  const styles = columns.map((column, index) => {
    const values = rows.map((row) => row[index]).filter((cell): cell is number => typeof cell === 'number');
    return isFigures(column) ? figureStyle(column, values, language) : undefined;
  });
  return {
    headings: columns.map(({ name }, index) => headed(name, styles[index]?.heading ?? '', language)),
    rows: rows.map((row) => row.map((cell, index) => written(cell, styles[index]))),
  };
}

function headed(name: string, unit: string, language: Language): string {
  if (unit === '') return name;
  return language === 'zh' ? `${name}（${unit}）` : `${name} (${unit})`;
}

function written(cell: Cell, style: FigureStyle | undefined): string {
  if (cell === null) return '–';
  return typeof cell === 'number' ? (style?.write(cell) ?? String(cell)) : cell;
}
