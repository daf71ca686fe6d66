import { EVERY, type Flow, type TradeQuery } from '../trade-data.port.js';
import { comextPartner, comextReporter } from './eurostat-codes.js';

/** One request, which may serve several queries: what a reporter says of one direction in some years. */
export interface ComextRequest {
  /** ISO 3166-1 alpha-3, or `EUU`. */
  readonly reporter: string;
  /** Codes of Eurostat; undefined asks for every partner. */
  readonly partners: readonly string[] | undefined;
  readonly flow: Flow;
  readonly hsCodes: readonly string[];
  readonly years: readonly number[];
}

/** A query nobody named a year in gets this year so far and these before it. */
const RECENT_YEARS = 4;
const MOST_YEARS = 12;
/** First year of the data set. */
const FIRST_YEAR = 1988;

/** The years a query is asked for with, the newest first. */
export function comextYears({ years }: TradeQuery, thisYear: number): number[] {
  if (years.length === 0) return Array.from({ length: RECENT_YEARS + 1 }, (_, index) => thisYear - index);
  return years
    .filter((year) => year >= FIRST_YEAR && year <= thisYear)
    .toSorted((a, b) => b - a)
    .slice(0, MOST_YEARS);
}

/** The requests that answer the queries; those of reporters outside of the Union are left out. */
export function planComext(queries: readonly TradeQuery[], thisYear: number): ComextRequest[] {
  const requests = new Map<string, ComextRequest>();
  for (const query of queries) {
    const { reporter, flow } = query;
    const partner = query.partner === EVERY ? undefined : comextPartner(query.partner, reporter);
    const years = comextYears(query, thisYear);
    if (comextReporter(reporter) === undefined || (partner === undefined && query.partner !== EVERY)) continue;
    if (years.length === 0 || query.hsCodes.length === 0) continue;
    const key = [reporter, flow, years.join(), partner === undefined].join(' ');
    const known = requests.get(key);
    requests.set(key, {
      reporter,
      flow,
      years,
      partners: partner === undefined ? undefined : [...new Set([...(known?.partners ?? []), partner])],
      hsCodes: [...new Set([...(known?.hsCodes ?? []), ...query.hsCodes])],
    });
  }
  return [...requests.values()];
}
