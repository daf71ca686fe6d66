import { type ToolOutcome } from '../conversation.js';
import { type Question } from '../understanding/question.js';
import { withCodes } from './trade.plan.js';
import { TOOL, type ToolRequest } from './tool-request.js';

const HOME = 'CHN';
const MOST_PRODUCTS = 3;

/** The duty of the importing country on each product, for goods from the country named or, as the user trades from there, from China. */
export function planTariff(question: Question, outcomes: readonly ToolOutcome[]): ToolRequest[] {
  const { importer, exporter } = question.duty;
  if (!importer) return [];
  const products = question.products.slice(0, MOST_PRODUCTS);
  const year = question.years.length === 1 ? question.years[0] : undefined;
  return withCodes(products, outcomes, (code) => [tariffOf(code, importer.code, exporter?.code, year)], MOST_PRODUCTS);
}

export function tariffOf(product: string, importer = HOME, exporter?: string, year?: number): ToolRequest {
  const origin = exporter ?? (importer === HOME ? undefined : HOME);
  return {
    tool: TOOL.tariff,
    args: { product, importer, ...(origin !== undefined && { exporter: origin }), ...(year !== undefined && { year }) },
  };
}
