import { type Source } from '../../../session/index.js';
import { type ProviderNotes } from './provider-notes.types.js';

/** What a statement about a company can be about, in the order a profile is read. */
export const COMPANY_FIELDS = [
  'legal_name_zh',
  'legal_name_en',
  'registration_no',
  'registered_address',
  'headquarters',
  'founded',
  'founder',
  'chairperson',
  'history',
  'listed_on',
  'stock_code',
  'isin',
  'lei',
  'parent',
  'subsidiary',
  'industry',
  'main_products',
  'customers',
  'suppliers',
  'supplier_list',
  'sites',
  'revenue',
  'employees',
  'website',
] as const;
export type CompanyField = (typeof COMPANY_FIELDS)[number];

/** One sourced statement about a company. A field may have several. */
export interface CompanyStatement {
  readonly field: CompanyField;
  readonly value: string | number;
  /** Of a numeric value: an ISO 4217 currency, `people` or `companies`. */
  readonly unit: string | null;
  /** The period the value is about, e.g. `2020` or `FY2023`. */
  readonly period: string | null;
  /** The day the value was valid or published, RFC 3339 full-date, where known. */
  readonly asOf: string | null;
  /** A caveat of the source or of ours. English. */
  readonly note: string | null;
  readonly confidence: Source['confidence'];
  readonly sourceId: string;
}

/** A company and everything held on it. Names and product codes are our own keys to it, not statements of a source. */
export interface CompanyRecord {
  /** Stable within TradeFlow, e.g. `byd-electronic`. */
  readonly id: string;
  /** ISO 3166-1 alpha-3. */
  readonly country: string;
  readonly nameZh: string | null;
  readonly nameEn: string | null;
  readonly aliases: readonly string[];
  /** HS codes of its main products, the most typical first: our mapping of its sourced `main_products` or `industry`. */
  readonly productCodes: readonly string[];
  readonly statements: readonly CompanyStatement[];
}

/** How a name led to a company. */
export interface CompanyMatch {
  readonly company: CompanyRecord;
  /** 0 to 1; 1 is one of its names exactly. */
  readonly score: number;
}

/** Why a company is taken for a maker of a product. */
export type MakerReason =
  | { readonly kind: 'code'; readonly hsCode: string }
  | { readonly kind: 'heading'; readonly hsCode: string }
  | { readonly kind: 'words'; readonly words: readonly string[] };

export interface MakerMatch extends CompanyMatch {
  readonly reasons: readonly MakerReason[];
}

export interface MakerQuery {
  /** HS codes the product may have; empty where none was found. */
  readonly hsCodes: readonly string[];
  /** The product in words. */
  readonly words: string;
  /** ISO 3166-1 alpha-3; undefined for any. */
  readonly country: string | undefined;
}

export interface Found<M> extends ProviderNotes {
  /** The best first; empty when nothing is held. */
  readonly matches: readonly M[];
  /** Every source a statement names, and perhaps more. */
  readonly sources: readonly Source[];
}

/** Where facts about companies come from. An empty answer means "not held"; a failure to ask is thrown as an AppError. */
export abstract class CompanyData {
  /** Companies a name, brand or stock code may mean. */
  abstract search(name: string, signal: AbortSignal): Promise<Found<CompanyMatch>>;

  /** Companies whose sourced products or industry match. */
  abstract makersOf(query: MakerQuery, signal: AbortSignal): Promise<Found<MakerMatch>>;
}
