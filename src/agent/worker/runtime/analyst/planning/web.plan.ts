import { type Question } from '../understanding/question.js';
import { planClassification } from './classify.plan.js';
import { TOOL, type ToolRequest } from './tool-request.js';

/** Words of asking that only mislead a search engine. */
const ASKING =
  /^(?:请|帮我|帮忙|麻烦|can you|could you|please)+\s*|(?:网上|上网|联网)?搜(?:索|一下|搜)(?:一下)?|\bsearch (?:the )?(?:web|internet|online)?\s*(?:for)?\b|[？?。!！]+$/gi;

/** The web on what none of the data holds; where it is about a product, its code beside it. */
export function planSearch(question: Question): ToolRequest[] {
  const words = question.text.replace(ASKING, ' ').replace(/\s+/g, ' ').trim().slice(0, 300);
  const known = question.products.filter(({ hsCode }) => hsCode !== undefined);
  const products = question.matters.length > 0 ? planClassification({ ...question, products: known }) : [];
  return [...products, { tool: TOOL.search, args: { query: words.length < 2 ? question.text.slice(0, 300) : words } }];
}

export function planReading({ url }: Question): ToolRequest[] {
  return [{ tool: TOOL.readPage, args: { url } }];
}
