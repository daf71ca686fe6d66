import { type Source } from '../../../session/index.js';
import { type ProviderNotes } from './provider-notes.types.js';

export interface BuyerQuery {
  /** HS codes of the product, the present one first; empty where none was found. */
  readonly hsCodes: readonly string[];
  readonly words: string;
  /** ISO 3166-1 alpha-3 of the country they are in; undefined for any. */
  readonly market: string | undefined;
  /** ISO 3166-1 alpha-3 the goods came from; undefined for any. */
  readonly origin: string | undefined;
}

/** A company that imported the product, as customs records name it. */
export interface Buyer {
  readonly name: string;
  /** ISO 3166-1 alpha-3, or as the record writes it. */
  readonly country: string;
  /** Records of it among those looked at. */
  readonly shipments: number;
  /** US dollars over those records; null where they state none. */
  readonly valueUsd: number | null;
  /** RFC 3339 full-date of the newest. */
  readonly latest: string;
  readonly suppliers: readonly string[];
  readonly sourceId: string;
}

export interface Buyers extends ProviderNotes {
  /** Those with the most records first. */
  readonly buyers: readonly Buyer[];
  readonly sources: readonly Source[];
}

/** Customs records of single shipments, which few countries let out and only paid services collect. */
export abstract class ShipmentRecords {
  abstract buyers(query: BuyerQuery, signal: AbortSignal): Promise<Buyers>;
}
