import { EVERY, type Flow, type TradeQuery } from '../trade-data.port.js';
import { partnerCode, reporterCode } from './comtrade-codes.js';

/** One request, which may serve several queries. */
export interface ComtradeRequest {
  /** Undefined asks for every reporter. */
  readonly reporters: readonly number[] | undefined;
  /** Undefined asks for every partner. */
  readonly partners: readonly number[] | undefined;
  readonly flow: Flow;
  readonly hsCodes: readonly string[];
  readonly years: readonly number[];
}

/** A query nobody named a year in gets the years that may be out by now. */
const RECENT_YEARS = 4;
/** The provider takes so many periods in one request. */
const MOST_YEARS = 12;
/** First year of goods data in this form. */
const FIRST_YEAR = 1988;

/**
 * The requests that answer the queries, as few as possible: what one country reports of one direction is asked for once, with all
 * partners and codes, and so is what several countries are asked alike. Queries of what the United Nations do not have (a world as reporter) are left out.
 */
export function planRequests(queries: readonly TradeQuery[], thisYear: number): ComtradeRequest[] {
  const lists = queries.filter(isList).map((query) => listRequest(query, thisYear));
  const groups = new Map<string, ComtradeRequest>();
  for (const query of queries) {
    const partner = partnerCode(query.partner);
    const reporter = reporterCode(query.reporter);
    if (isList(query) || partner === undefined || reporter === undefined) continue;
    const years = yearsOf(query, thisYear);
    if (years.length === 0) continue;
    const key = [reporter, query.flow, years.join()].join(' ');
    const known = groups.get(key);
    groups.set(key, {
      reporters: [reporter],
      flow: query.flow,
      years,
      partners: [...new Set([...(known?.partners ?? []), partner])],
      hsCodes: [...new Set([...(known?.hsCodes ?? []), ...query.hsCodes])],
    });
  }
  return [...together([...groups.values()]), ...lists.filter((request) => request !== undefined)];
}

/** Several countries of whom the same is asked are one request. */
function together(requests: readonly ComtradeRequest[]): ComtradeRequest[] {
  const merged = new Map<string, ComtradeRequest>();
  for (const { reporters, ...asked } of requests) {
    const key = JSON.stringify(asked);
    merged.set(key, { ...asked, reporters: [...(merged.get(key)?.reporters ?? []), ...(reporters ?? [])] });
  }
  return [...merged.values()];
}

/** Whether one side of the query is everybody. */
export function isList({ reporter, partner }: TradeQuery): boolean {
  return reporter === EVERY || partner === EVERY;
}

/** The years a query is asked for with, the newest first. */
export function yearsOf({ years }: TradeQuery, thisYear: number): number[] {
  if (years.length === 0) return Array.from({ length: RECENT_YEARS }, (_, index) => thisYear - 1 - index);
  return years
    .filter((year) => year >= FIRST_YEAR && year <= thisYear)
    .toSorted((a, b) => b - a)
    .slice(0, MOST_YEARS);
}

/** Everybody's rows of one year are all one answer holds: the newest year asked for, else the one that is most surely complete. */
function listRequest(query: TradeQuery, thisYear: number): ComtradeRequest | undefined {
  const reporter = query.reporter === EVERY ? undefined : reporterCode(query.reporter);
  const partner = query.partner === EVERY ? undefined : partnerCode(query.partner);
  if (reporter === undefined && query.reporter !== EVERY) return undefined;
  if (partner === undefined && query.partner !== EVERY) return undefined;
  if (query.reporter === EVERY && query.partner === EVERY) return undefined;
  const year = query.years.length === 0 ? thisYear - 2 : yearsOf(query, thisYear)[0];
  if (year === undefined) return undefined;
  return {
    reporters: reporter === undefined ? undefined : [reporter],
    partners: partner === undefined ? undefined : [partner],
    flow: query.flow,
    hsCodes: query.hsCodes,
    years: [year],
  };
}
