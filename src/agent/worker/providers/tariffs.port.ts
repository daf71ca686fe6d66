import { type Source } from '../../../session/index.js';
import { type ProviderNotes } from './provider-notes.types.js';

export interface TariffQuery {
  /** ISO 3166-1 alpha-3 of the country that levies the duty. */
  readonly importer: string;
  /** Of the country of origin; undefined where only the general rate is asked for. */
  readonly exporter: string | undefined;
  /** Six-digit codes the product has or had, the present one first. */
  readonly hsCodes: readonly string[];
  /** Undefined for the newest there is. */
  readonly year: number | undefined;
}

/** One rate of duty, as its publisher prints it. */
export interface TariffRate {
  /**
   * `mfn`: for all members of the WTO. `preferential`: under an agreement. `additional`: on top of the others. `column2`: for the few
   * countries without normal trade relations.
   */
  readonly kind: 'mfn' | 'preferential' | 'additional' | 'column2';
  /** The national tariff line, or the six-digit code where the rate is an average over its lines. */
  readonly tariffCode: string;
  readonly description: string;
  /** e.g. `Free`, `3.9%`, `1.5¢/kg`. */
  readonly rate: string;
  /** Per cent of the value; null where the rate is none of the value. */
  readonly percent: number | null;
  /** Lowest and highest rate among the lines an average is over; null for a single line. */
  readonly range: readonly [number, number] | null;
  /** The edition the rate stands in: a release of the tariff, or a year. Rates change; it is always told with them. */
  readonly edition: string;
  /** A caveat of the source. English. */
  readonly note: string | null;
  readonly sourceId: string;
}

export interface TariffRates extends ProviderNotes {
  readonly rates: readonly TariffRate[];
  readonly sources: readonly Source[];
}

/** Rates of import duty. An empty answer means "not held"; a failure to ask is thrown as an AppError. */
export abstract class Tariffs {
  abstract rates(query: TariffQuery, signal: AbortSignal): Promise<TariffRates>;
}
