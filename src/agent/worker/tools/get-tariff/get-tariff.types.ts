import { type TariffRate } from '../../providers/tariffs.port.js';
import { type Place, type ProductRef } from '../finding.types.js';

/** One rate of duty, as its publisher prints it. */
export interface TariffRow {
  readonly kind: TariffRate['kind'];
  /** What kind of rate it is, in the run's language. */
  readonly label: string;
  readonly tariff_code: string;
  /** The publisher's English text. */
  readonly description: string;
  /** e.g. `Free`, `3.9%`, `1.5¢/kg`. */
  readonly rate: string;
  /** Per cent of the customs value; null for a duty by weight or piece. */
  readonly rate_percent: number | null;
  /** Lowest and highest rate among the national lines an average is over; null for a single line. */
  readonly min_percent: number | null;
  readonly max_percent: number | null;
  /** The release or year the rate stands in: always to be told with it. */
  readonly edition: string;
  readonly note: string | null;
  readonly source_id: string;
}

export interface GetTariffData {
  readonly asked: {
    readonly importer: Place;
    readonly exporter: Place | null;
    readonly product: ProductRef;
    readonly year: number | null;
  };
  readonly rates: readonly TariffRow[];
}
