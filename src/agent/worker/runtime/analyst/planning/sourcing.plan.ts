import { type AnalyzeProductPageData } from '../../../tools/analyze-product-page/analyze-product-page.types.js';
import { type ToolOutcome } from '../conversation.js';
import { type Question } from '../understanding/question.js';
import { findingsOf, TOOL, type ToolRequest } from './tool-request.js';

const MOST_PRODUCTS = 2;

export function planSuppliers(question: Question): ToolRequest[] {
  return question.products.slice(0, MOST_PRODUCTS).map(({ words }) => suppliersOf(words, question));
}

/** Whoever in the world exports it, without the country of the user. */
export function planWorldExporters({ products }: Question): ToolRequest[] {
  return products
    .slice(0, MOST_PRODUCTS)
    .map(({ words }) => ({ tool: TOOL.suppliers, args: { product: words.slice(0, 300) } }));
}

/** Buyers in the country the goods go to; the one they come from is the question's, or the tool's own. */
export function planBuyers(question: Question): ToolRequest[] {
  const { reporters, partners, flows, duty, products } = question;
  const origin = flows.includes('X') ? reporters[0] : duty.exporter;
  const market = [...partners, ...reporters].find(({ code }) => code !== 'WLD' && code !== origin?.code);
  return products.slice(0, MOST_PRODUCTS).map(({ words }) => ({
    tool: TOOL.buyers,
    args: {
      product: words.slice(0, 300),
      ...(market && { market: market.code }),
      ...(origin && { origin: origin.code }),
    },
  }));
}

/** The page first; then suppliers of what it sells. */
export function planProductPage(question: Question, outcomes: readonly ToolOutcome[]): ToolRequest[] {
  const words = findingsOf<AnalyzeProductPageData>(TOOL.page, outcomes).flatMap(({ data }) => data.product_words ?? []);
  return [{ tool: TOOL.page, args: { url: question.url } }, ...words.map((product) => suppliersOf(product, question))];
}

function suppliersOf(product: string, { reporters, partners }: Question): ToolRequest {
  const country = [...reporters, ...partners].find(({ code }) => code !== 'WLD');
  return { tool: TOOL.suppliers, args: { product: product.slice(0, 300), ...(country && { country: country.code }) } };
}
