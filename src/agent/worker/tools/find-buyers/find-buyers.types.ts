import { type Period, type Place, type ProductRef } from '../finding.types.js';

/** A company that customs records name as importer. */
export interface BuyerRow {
  readonly name: string;
  readonly country: Place;
  /** Records of it among those looked at, not all it ever imported. */
  readonly shipments: number;
  readonly value_usd: number | null;
  readonly latest_shipment: string;
  readonly suppliers: readonly string[];
  readonly source_id: string;
}

/** A country that buys the product. */
export interface BuyingCountry extends Period {
  /** 1 is the largest. */
  readonly rank: number;
  readonly country: Place;
  readonly value_usd: number;
  /** Of the total held in the same period and source, 0 to 1; null where that is not held. */
  readonly share: number | null;
  readonly source_id: string;
}

export interface FindBuyersData {
  readonly query: string;
  readonly product: ProductRef | null;
  /** Where the goods come from: what `countries` buy is what they buy from there. */
  readonly origin: Place;
  /** By name; empty without a service of shipment records. */
  readonly buyers: readonly BuyerRow[];
  /** Who buys the product from the origin, the largest first. */
  readonly countries: readonly BuyingCountry[];
}
