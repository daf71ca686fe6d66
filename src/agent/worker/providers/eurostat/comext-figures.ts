import { type Flow } from '../trade-data.port.js';
import { comextPlace } from './eurostat-codes.js';
import { type CubeCell } from './json-stat.js';

/** One trade in one period: euros and kilograms as Eurostat has them. */
export interface ComextFigure {
  /** ISO 3166-1 alpha-3, `WLD` or `EUU`. */
  readonly partner: string;
  readonly hsCode: string;
  /** `2024`, `2026-03`, or months of one year `2026-01..08`. */
  readonly period: string;
  readonly euros: number;
  readonly kilograms: number | null;
}

const KILOGRAMS = 100;

/** The cells put together by trade and period; groups of countries and residues are left out. */
export function comextFigures(cells: readonly CubeCell[], reporter: string): ComextFigure[] {
  const figures = new Map<string, { partner: string; hsCode: string; period: string; euros?: number; kg?: number }>();
  for (const { at, value } of cells) {
    const partner = comextPlace(at.partner ?? '', reporter);
    const { product: hsCode, time: period } = at;
    if (partner === undefined || hsCode === undefined || period === undefined) continue;
    const key = [partner, hsCode, period].join(' ');
    const figure = figures.get(key) ?? { partner, hsCode, period };
    if (at.indicators === 'VALUE_IN_EUROS') figure.euros = value;
    if (at.indicators === 'QUANTITY_IN_100KG') figure.kg = value * KILOGRAMS;
    figures.set(key, figure);
  }
  return [...figures.values()].flatMap(({ euros, kg, ...figure }) =>
    euros === undefined ? [] : [{ ...figure, euros, kilograms: kg ?? null }],
  );
}

/**
 * The months of each year added up. A month without trade is not published, so the sum runs to the last month there is of anything:
 * twelve of them are the year.
 */
export function sumsOfMonths(figures: readonly ComextFigure[]): ComextFigure[] {
  const years = new Map<string, ComextFigure[]>();
  for (const figure of figures) {
    const key = [figure.partner, figure.hsCode, figure.period.slice(0, 4)].join(' ');
    years.set(key, [...(years.get(key) ?? []), figure]);
  }
  const lastMonths = new Map<string, string>();
  for (const { period } of figures) {
    const [year = '', month = ''] = period.split('-');
    if (month > (lastMonths.get(year) ?? '')) lastMonths.set(year, month);
  }
  return [...years.values()].map((months) => {
    const [first] = months as [ComextFigure];
    const year = first.period.slice(0, 4);
    const last = lastMonths.get(year) ?? '12';
    const span = last === '01' ? `${year}-01` : `${year}-01..${last}`;
    const weighed = months.every(({ kilograms }) => kilograms !== null);
    return {
      ...first,
      period: last === '12' ? year : span,
      euros: months.reduce((sum, { euros }) => sum + euros, 0),
      kilograms: weighed ? months.reduce((sum, { kilograms }) => sum + (kilograms ?? 0), 0) : null,
    };
  });
}

/** Imports are CIF and exports FOB, in euros: each flow is a series of its own. */
export function comextSeries(flow: Flow): string {
  return `eurostat-comext-${flow}`;
}
