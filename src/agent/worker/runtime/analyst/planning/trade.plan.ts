import { type ToolOutcome } from '../conversation.js';
import { perspectiveOf } from '../understanding/perspective.js';
import { type ProductMention, type Question } from '../understanding/question.js';
import { candidatesFor, classification, CONFIDENT } from './classify.plan.js';
import { TOOL, type ToolRequest } from './tool-request.js';

/** Figures one answer can hold before it becomes a report. */
const MOST_QUERIES = 6;
const ALL_GOODS: ProductMention = { words: 'TOTAL', hsCode: 'TOTAL' };

/**
 * Statistics of the products asked for. A product of our vocabulary is looked up at once, beside its classification; one that is not is
 * classified first, and looked up when the classification is worth it.
 */
export function planTrade(question: Question, outcomes: readonly ToolOutcome[]): ToolRequest[] {
  const products = question.products.length > 0 ? question.products : [ALL_GOODS];
  const named = products.filter(({ words, hsCode }) => words !== hsCode);
  const codes = products.flatMap((product) => codeOf(product, outcomes) ?? []);
  return [
    ...named.map(classification),
    ...codes.flatMap((code) => tradeQueries(question, code)).slice(0, MOST_QUERIES),
  ];
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

function codeOf({ words, hsCode }: ProductMention, outcomes: readonly ToolOutcome[]): string | undefined {
  const best = candidatesFor(words, outcomes)[0];
  return hsCode ?? (best && best.score >= CONFIDENT ? best.hs_code : undefined);
}
