import { type Source } from '../../../session/index.js';
import { type ProviderNotes } from './provider-notes.types.js';

/** What is known of a country as a market. */
export const INDICATORS = ['gdp', 'gdp_per_person', 'imports_of_goods', 'logistics_index'] as const;
export type Indicator = (typeof INDICATORS)[number];

export interface IndicatorValue {
  /** ISO 3166-1 alpha-3. */
  readonly country: string;
  readonly indicator: Indicator;
  /** US dollars of the time; the logistics index goes from 1 to 5. */
  readonly value: number;
  readonly year: number;
  readonly sourceId: string;
}

export interface IndicatorValues extends ProviderNotes {
  /** The newest of each; what is not known of a country is left out. */
  readonly values: readonly IndicatorValue[];
  readonly sources: readonly Source[];
}

export abstract class CountryIndicators {
  abstract of(countries: readonly string[], signal: AbortSignal): Promise<IndicatorValues>;
}
