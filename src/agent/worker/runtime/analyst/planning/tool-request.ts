import { type ToolFindings } from '../../../tools/tool.js';
import { type ToolOutcome } from '../conversation.js';

/** A call the analyst wants made. */
export interface ToolRequest {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** The tools the analyst knows how to use. */
export const TOOL = {
  classify: 'classify_hs_code',
  trade: 'query_trade_statistics',
  company: 'get_company_profile',
  suppliers: 'find_suppliers',
  page: 'analyze_product_page',
  sanctions: 'screen_sanctions',
  tariff: 'get_tariff',
  compare: 'compare_markets',
  buyers: 'find_buyers',
  calculate: 'calculate',
  search: 'search_web',
  readPage: 'read_page',
  report: 'create_report',
} as const;

/** Whether that very call was made in this turn, well or not. */
export function wasMade(request: ToolRequest, outcomes: readonly ToolOutcome[]): boolean {
  return outcomes.some(
    ({ tool, args }) => tool === request.tool && JSON.stringify(args) === JSON.stringify(request.args),
  );
}

/** The findings of all calls of a tool that worked, in the order of the calls. `D` is the tool's own data type. */
export function findingsOf<D>(tool: string, outcomes: readonly ToolOutcome[]): ToolFindings<D>[] {
  return outcomes.flatMap((outcome) =>
    outcome.tool === tool && outcome.report.ok ? [outcome.report.findings as ToolFindings<D>] : [],
  );
}
