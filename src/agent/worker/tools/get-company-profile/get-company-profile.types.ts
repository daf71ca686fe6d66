import { type CompanyField } from '../../providers/company-data.port.js';
import { type FactConfidence, type Place, type ProductRef } from '../finding.types.js';

export type { CompanyField };

/** One sourced statement about a company. A field may have several. */
export interface CompanyFact {
  readonly field: CompanyField;
  /** The field's name in the run's language, e.g. `注册地址`. */
  readonly label: string;
  readonly value: string | number;
  /** Of a numeric value: an ISO 4217 currency, `people` or `companies`. */
  readonly unit: string | null;
  /** The period the value is about, e.g. `2020` or `FY2023`. */
  readonly period: string | null;
  /** The day the value was valid or published, RFC 3339 full-date, where known. */
  readonly as_of: string | null;
  /** A caveat of the source or of ours. English. */
  readonly note: string | null;
  readonly confidence: FactConfidence;
  readonly source_id: string;
}

/** A company as a heading or a choice: its facts are elsewhere. */
export interface CompanyRef {
  /** Stable within TradeFlow, e.g. `byd-electronic`. */
  readonly id: string;
  /** In the run's language where we have it. */
  readonly name: string;
  readonly name_zh: string | null;
  readonly name_en: string | null;
  readonly country: Place;
}

/** What a buyer checks before dealing with a company; sanctions lists are screened by a tool of their own. */
export const QUALIFICATION_CHECKS = [
  'legal_identity', // registered name and number
  'registered_address',
  'listing', // a listed company publishes audited accounts
  'ownership',
  'customer_supplier_list', // named on a brand's published list of suppliers, or by its customers
  'lei',
  'business_licence',
  'certificates', // ISO 9001, IATF 16949, CCC, CE …
  'customs_registration',
] as const;

/** One check and what is held on it. */
export interface QualificationCheck {
  readonly check: (typeof QUALIFICATION_CHECKS)[number];
  /** In the run's language. */
  readonly label: string;
  readonly held: boolean;
  /** What is held; empty where nothing is. */
  readonly findings: readonly CompanyFact[];
}

export interface GetCompanyProfileData {
  readonly query: string;
  /** Null when no company of that name is held. */
  readonly company: CompanyRef | null;
  /** In the order a profile is read. */
  readonly facts: readonly CompanyFact[];
  readonly qualification: readonly QualificationCheck[];
  /** Products of its main business as HS codes (our own mapping of its sourced `main_products`), to ask trade statistics for. */
  readonly products: readonly ProductRef[];
  /** Others the name may mean, best first. */
  readonly alternatives: readonly CompanyRef[];
}
