import { type CompanyFact, type CompanyRef } from '../get-company-profile/get-company-profile.types.js';
import { type Period, type Place, type ProductRef } from '../finding.types.js';

/** A company whose sourced main products match. Nothing is said of capacity, price or willingness to sell. */
export interface SupplierMatch extends CompanyRef {
  /** 0 to 1; companies are ordered by it. */
  readonly score: number;
  /** Why it is here, in the run's language. */
  readonly why: readonly string[];
  /** The sourced facts behind it: main products first, then listing, supplier lists, website. */
  readonly facts: readonly CompanyFact[];
}

/** A country that sells the product. */
export interface SupplyingCountry extends Period {
  /** 1 is the largest; null where too few exporters are held to rank them. */
  readonly rank: number | null;
  readonly country: Place;
  readonly value_usd: number;
  /** Of the world's exports in the same period and source, 0 to 1; null where that total is not held. */
  readonly share: number | null;
  readonly source_id: string;
}

export interface FindSuppliersData {
  readonly query: string;
  /** What the words were taken to mean; null when no HS code matched. */
  readonly product: ProductRef | null;
  readonly companies: readonly SupplierMatch[];
  /** Who exports the product, for context: the newest ranking held. */
  readonly countries: readonly SupplyingCountry[];
}
