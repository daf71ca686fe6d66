import { type ToolOutcome } from '../conversation.js';
import { perspectiveOf } from '../understanding/perspective.js';
import { type ProductMention, type Question } from '../understanding/question.js';
import { candidatesFor, classification, CONFIDENT } from './classify.plan.js';
import { type QueryTradeStatisticsData } from '../../../tools/query-trade-statistics/query-trade-statistics.types.js';
import { findingsOf, TOOL, type ToolRequest, wasMade } from './tool-request.js';

/** Figures one answer can hold before it becomes a report. */
const MOST_QUERIES = 6;
/** The European Union, in statistics a country of its own. */
export const UNION = 'EUU';
const ALL_GOODS: ProductMention = { words: 'TOTAL', hsCode: 'TOTAL' };

/**
 * Statistics of the products asked for. A product of our vocabulary is looked up at once, beside its classification; one that is not is
 * classified first, and looked up when the classification is worth it.
 */
export function planTrade(question: Question, outcomes: readonly ToolOutcome[]): ToolRequest[] {
  const products = question.products.length > 0 ? question.products : [ALL_GOODS];
  const queries = withCodes(products, outcomes, (code) => tradeQueries(question, code), MOST_QUERIES);
  return [...queries, ...queries.flatMap((query) => memberQuery(query, outcomes) ?? [])];
}

/** Where a source has nothing on the Union as a whole, its members are looked up: what their partner trades with everybody. */
function memberQuery(query: ToolRequest, outcomes: readonly ToolOutcome[]): ToolRequest | undefined {
  const { reporter, partner, flow } = query.args;
  const bilateral = query.tool === TOOL.trade && partner !== 'WLD' && partner !== 'ALL';
  if (!bilateral || (reporter !== UNION && partner !== UNION)) return undefined;
  const made = outcomes.filter((outcome) => wasMade(query, [outcome]));
  const [found] = findingsOf<QueryTradeStatisticsData>(TOOL.trade, made);
  if (!found || holdsTrade(found.data)) return undefined;
  const seen = partner === UNION ? { reporter, flow } : { reporter: partner, flow: flow === 'X' ? 'M' : 'X' };
  return { tool: TOOL.trade, args: { ...query.args, ...seen, partner: 'ALL' } };
}

/** Whether there is any figure of the very trade that was asked for. */
export function holdsTrade({ rows, context }: Pick<QueryTradeStatisticsData, 'rows' | 'context'>): boolean {
  return rows.length > 0 || context.some(({ role }) => role === 'same_trade_other_period');
}

/** Figures, and what the web says about why they are so. */
export function planReasons(question: Question, outcomes: readonly ToolOutcome[]): ToolRequest[] {
  return [...planTrade(question, outcomes), { tool: TOOL.search, args: { query: reasonsQuery(question) } }];
}

function reasonsQuery(question: Question): string {
  const { reporters, partners, flows } = perspectiveOf(question);
  const zh = question.language === 'zh';
  const way = flows.includes('M') ? (zh ? '进口' : 'imports') : zh ? '出口' : 'exports';
  const words = [
    ...[...reporters, ...partners].map(({ name }) => name),
    ...question.products.map((product) => product.words),
    way,
    ...question.years.slice(-1).map(String),
    zh ? '变化 原因' : 'reasons for change',
  ];
  return words.join(' ').slice(0, 300);
}

/** One query for every reporter, partner and direction asked for. */
export function tradeQueries(question: Question, product: string): ToolRequest[] {
  const { reporters, partners, flows } = perspectiveOf(question);
  const partnerCodes =
    partners.length > 0
      ? partners.map(({ code }) => code)
      : [question.ranking || question.regions.length > 0 ? 'ALL' : 'WLD'];
  return reporters.flatMap((reporter) =>
    partnerCodes.flatMap((partner) =>
      flows.map((flow) => ({
        tool: TOOL.trade,
        args: { reporter: reporter.code, partner, product, flow, years: [...question.years] },
      })),
    ),
  );
}

/**
 * What is asked of each product by its code, beside the classification of those that were named in words. What is not in our
 * vocabulary has no code before it is classified.
 */
export function withCodes(
  products: readonly ProductMention[],
  outcomes: readonly ToolOutcome[],
  queries: (code: string) => readonly ToolRequest[],
  most: number,
): ToolRequest[] {
  const named = products.filter(({ words, hsCode }) => words !== hsCode);
  const codes = products.flatMap((product) => codeOf(product, outcomes) ?? []);
  return [...named.map(classification), ...codes.flatMap((code) => queries(code)).slice(0, most)];
}

function codeOf({ words, hsCode }: ProductMention, outcomes: readonly ToolOutcome[]): string | undefined {
  const best = candidatesFor(words, outcomes)[0];
  return hsCode ?? (best && best.score >= CONFIDENT ? best.hs_code : undefined);
}
