import { type Source } from '../../../session/index.js';

/** Yearly averages of a currency. */
export interface YearlyRates {
  /** US dollars for one unit of the currency, by year. A year that is not published is left out. */
  readonly dollars: ReadonlyMap<number, number>;
  readonly source: Source;
}

/** What a currency was worth in a year on average: for figures that are published in another one than the US dollar. */
export abstract class ExchangeRates {
  /** @throws AppError PROVIDER_… */
  abstract euro(years: readonly number[], signal: AbortSignal): Promise<YearlyRates>;
}
