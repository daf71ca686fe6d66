/** A call a trade expert would make. Arguments that are not named may be anything. */
export type ExpectedCall = readonly [tool: string, args: Readonly<Record<string, unknown>>];

/** A conversation; its last message is judged. */
export interface EvalCase {
  readonly ask: readonly string[];
  /** Every tool that is to be called, with its arguments; `classify_hs_code` beside them is nobody's fault. */
  readonly calls: readonly ExpectedCall[];
  /** What the answer must say: words, or a figure of the snapshot as `CHN>USA 851713 X 2022-2023`. */
  readonly facts: readonly string[];
  /** What it must not say. */
  readonly never: readonly string[];
}

/** The last message, or the whole conversation. */
export function ask(
  question: string | readonly string[],
  calls: readonly ExpectedCall[],
  facts: readonly string[] = [],
  never: readonly string[] = [],
): EvalCase {
  return { ask: typeof question === 'string' ? [question] : question, calls, facts, never };
}

export const trade = (
  reporter: string,
  partner: string,
  product: string,
  flow: 'X' | 'M' = 'X',
  years: readonly number[] = [],
): ExpectedCall => ['query_trade_statistics', { reporter, partner, product, flow, years }];
export const classify = (product: string): ExpectedCall => ['classify_hs_code', { product }];
export const profile = (name: string): ExpectedCall => ['get_company_profile', { name }];
export const screen = (name: string): ExpectedCall => ['screen_sanctions', { name }];
export const suppliers = (product: string, country?: string): ExpectedCall => [
  'find_suppliers',
  { product, ...(country !== undefined && { country }) },
];
export const buyers = (product: string, market?: string): ExpectedCall => [
  'find_buyers',
  { product, ...(market !== undefined && { market }) },
];
export const tariff = (product: string, importer: string, exporter?: string): ExpectedCall => [
  'get_tariff',
  { product, importer, ...(exporter !== undefined && { exporter }) },
];
export const compare = (product: string, markets: readonly string[], exporter = 'CHN'): ExpectedCall => [
  'compare_markets',
  { product, markets, exporter },
];
export const page = (url: string): ExpectedCall => ['analyze_product_page', { url }];
export const readPage = (url: string): ExpectedCall => ['read_page', { url }];
export const search = (): ExpectedCall => ['search_web', {}];
export const landed = (landed_cost: Readonly<Record<string, unknown>>): ExpectedCall => ['calculate', { landed_cost }];
export const fits = (container_fit: Readonly<Record<string, unknown>>): ExpectedCall => [
  'calculate',
  { container_fit },
];
export const incoterms = (...rules: readonly string[]): ExpectedCall => ['calculate', { incoterms: rules }];
