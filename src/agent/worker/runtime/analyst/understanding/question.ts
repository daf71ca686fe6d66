import { type Language } from '../../../../../common/i18n/language.js';
import { type Flow } from '../../../tools/query-trade-statistics/query-trade-statistics.types.js';

export const INTENTS = [
  'capabilities', // a greeting, or what TradeFlow can do
  'thanks',
  'trade_statistics',
  'company_profile',
  'company_trade', // the exports or markets of a company: its profile, and the trade of its products
  'find_suppliers',
  'product_page', // a link: what is sold there, and who supplies it
  'classify_product', // the HS code of a product
  'out_of_scope',
  'unclear', // within our field, but something is missing: one question back
] as const;
export type Intent = (typeof INTENTS)[number];

/** What is asked for beside the intent and what no tool answers yet. The answer says so. */
export const BEYOND = ['tariff', 'sanctions', 'price', 'logistics', 'buyers'] as const;
export type Beyond = (typeof BEYOND)[number];

/** A country as named in the question, or by default. */
export interface CountryMention {
  /** ISO 3166-1 alpha-3. */
  readonly code: string;
  readonly name: string;
}

export interface ProductMention {
  /** As written; an HS code where the question gave one. */
  readonly words: string;
  /** Known when the words are a name of our vocabulary, or a code. */
  readonly hsCode: string | undefined;
}

export interface CompanyMention {
  readonly name: string;
  /** Whether the name is in our vocabulary. */
  readonly known: boolean;
}

/** A question, understood. */
export interface Question {
  readonly text: string;
  readonly language: Language;
  readonly intent: Intent;
  /** Whose trade; empty where the question leaves it open. */
  readonly reporters: readonly CountryMention[];
  /** With whom; empty where the question leaves it open. */
  readonly partners: readonly CountryMention[];
  /** Regions as written (欧洲, ASEAN): no tool adds countries up, so the answer shows the countries instead. */
  readonly regions: readonly string[];
  /** Asked for the ranking of partners: "main markets". */
  readonly ranking: boolean;
  /** Empty where the question leaves it open. */
  readonly flows: readonly Flow[];
  /** Ascending; empty where the question names none. */
  readonly years: readonly number[];
  readonly products: readonly ProductMention[];
  readonly companies: readonly CompanyMention[];
  readonly url: string | undefined;
  readonly beyond: readonly Beyond[];
  /** What is missing, where the intent is `unclear`. */
  readonly missing: 'product' | 'company' | 'aspect' | undefined;
}
