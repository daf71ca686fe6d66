import { type ClassifyHsCodeData, type HsCandidate } from '../../../tools/classify-hs-code/classify-hs-code.types.js';
import { type ToolOutcome } from '../conversation.js';
import { type ProductMention, type Question } from '../understanding/question.js';
import { findingsOf, TOOL, type ToolRequest } from './tool-request.js';

const MOST_PRODUCTS = 3;
/** Below this score a candidate is a guess: it is shown as a choice, and no figures are looked up for it. */
export const CONFIDENT = 0.45;

/** The HS codes of the products asked for. */
export function planClassification({ products }: Question): ToolRequest[] {
  return products.slice(0, MOST_PRODUCTS).map(classification);
}

export function classification({ words }: ProductMention): ToolRequest {
  return { tool: TOOL.classify, args: { product: words } };
}

/** What classify_hs_code took the words for, the best first; empty before it was asked. */
export function candidatesFor(words: string, outcomes: readonly ToolOutcome[]): readonly HsCandidate[] {
  return (
    findingsOf<ClassifyHsCodeData>(TOOL.classify, outcomes).find(({ data }) => data.query === words)?.data.candidates ??
    []
  );
}
