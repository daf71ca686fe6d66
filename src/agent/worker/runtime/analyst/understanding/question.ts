import { type Language } from '../../../../../common/i18n/language.js';
import { type Region } from './region-members.js';
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
  'tariff', // the import duty of a country on a product
  'screen_sanctions', // whether a name is on a sanctions or export control list
  'compare_markets', // countries as markets for a product; also a single one: a market overview
  'find_buyers',
  'world_exporters', // who exports most of a product, whoever it is
  'calculate', // landed cost, container fit, Incoterms
  'read_page', // a link: what the page says
  'web_search', // news and what none of the data holds
  'reasons', // why the figures of the question before are as they are
  'prohibited', // evading sanctions, counterfeits, smuggling: declined
  'investment', // shares and coins: declined
  'out_of_scope',
  'unclear', // within our field, but something is missing: one question back
] as const;
export type Intent = (typeof INTENTS)[number];

/** Matters of trade a question may be about; those that no tool answers are said to be so. */
export const MATTERS = [
  'tariff',
  'sanctions',
  'buyers',
  'price',
  'logistics',
  'rebate',
  'trade_remedy',
  'requirements',
  'months',
  'future', // a year that has not come yet
  'goods_ranking', // which goods a country trades most
] as const;
export type Matter = (typeof MATTERS)[number];

/** A region as named in the question, with the countries it stands for. */
export interface RegionMention extends Region {
  /** As written. */
  readonly words: string;
  /** Goods come from there: "imports from ASEAN". */
  readonly isOrigin: boolean;
}

/** Who levies a duty on goods from where; undefined where the question does not say. ISO 3166-1 alpha-3. */
export interface DutyRoute {
  readonly importer: CountryMention | undefined;
  readonly exporter: CountryMention | undefined;
}

/** What a question gives to calculate with: arguments of the tool `calculate`, as far as they are named. */
export interface Calculation {
  readonly landed_cost?: Readonly<Record<string, number | string>>;
  readonly container_fit?: Readonly<Record<string, number>>;
  readonly incoterms?: readonly string[];
}

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
  /** No tool adds countries up: the answer shows the countries of the region instead. */
  readonly regions: readonly RegionMention[];
  /** Names behind "to", "from", 对 that are no country or region we know: the answer leaves them out and says so. */
  readonly unknownPlaces: readonly string[];
  /** Asked for the ranking of partners: "main markets". */
  readonly ranking: boolean;
  /** Empty where the question leaves it open. */
  readonly flows: readonly Flow[];
  /** Ascending; empty where the question names none. */
  readonly years: readonly number[];
  readonly products: readonly ProductMention[];
  readonly companies: readonly CompanyMention[];
  readonly url: string | undefined;
  readonly matters: readonly Matter[];
  readonly duty: DutyRoute;
  /** The country that stands as an adjective of the goods: "Chinese solar panels". */
  readonly made: CountryMention | undefined;
  readonly calculation: Calculation | undefined;
  /** Amounts and rates of a landed cost the text names, whether or not one is asked for. */
  readonly amounts: Readonly<Record<string, number | string>>;
  /** Asked for more of the same: longer tables. */
  readonly detail: boolean;
  /** Asked for the answer as a file. */
  readonly report: readonly ReportFormat[];
  /** What is missing, where the intent is `unclear`. */
  readonly missing: 'product' | 'company' | 'aspect' | 'importer' | 'numbers' | undefined;
  /** What else the same message asks, in its order; they have no further questions themselves. */
  readonly further: readonly Question[];
}

/** Kinds of file a report may be asked for as. */
export type ReportFormat = 'markdown' | 'csv' | 'xlsx' | 'pdf';
