import { type Indicator } from '../../providers/country-indicators.port.js';
import { type FactConfidence, type Period, type Place, type ProductRef } from '../finding.types.js';

/** A figure of a market's trade in the product. */
export interface MarketFigure extends Period {
  /** The code or codes it counts. */
  readonly hs_code: string;
  readonly value_usd: number;
  readonly confidence: FactConfidence;
  readonly source_id: string;
}

export interface MarketIndicator {
  readonly indicator: Indicator;
  /** In the run's language. */
  readonly label: string;
  readonly value: number;
  /** `USD` or `index 1–5`. */
  readonly unit: string;
  readonly year: number;
  readonly source_id: string;
}

export interface ComparedMarket {
  /** 1 is the largest importer among those whose figures may be compared; null where none may. */
  readonly rank: number | null;
  readonly market: Place;
  readonly imports: MarketFigure | null;
  /** What it buys from the exporter, from the same source and of the same period as `imports` where that is held. */
  readonly from_exporter: MarketFigure | null;
  /** `from_exporter` as a part of `imports`, 0 to 1; null where the two may not be compared. */
  readonly exporter_share: number | null;
  /** Change of `imports` between two single years of one source; null where two are not held. */
  readonly growth: {
    readonly from_period: string;
    readonly to_period: string;
    readonly rate: number;
    readonly source_ids: readonly string[];
  } | null;
  readonly indicators: readonly MarketIndicator[];
}

export interface CompareMarketsData {
  readonly product: ProductRef;
  readonly exporter: Place;
  /** The largest importer first; those without a figure last. */
  readonly markets: readonly ComparedMarket[];
}
