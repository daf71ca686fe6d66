import { type Language } from '../../../../../common/i18n/language.js';
import { type Conversation, type ToolOutcome } from '../conversation.js';
import { type Intent, type Question } from '../understanding/question.js';
import { planCalculation } from './calculation.plan.js';
import { planClassification } from './classify.plan.js';
import { planCompanyProfile, planCompanyTrade, planScreening } from './company.plan.js';
import { planComparison } from './market.plan.js';
import { planBuyers, planProductPage, planSuppliers, planWorldExporters } from './sourcing.plan.js';
import { planTariff } from './tariff.plan.js';
import { planReasons, planTrade } from './trade.plan.js';
import { planReport } from './report.plan.js';
import { TOOL, type ToolRequest, wasMade } from './tool-request.js';
import { planReading, planSearch } from './web.plan.js';

/** What the analyst does next. */
export type Step =
  | { readonly kind: 'transfer'; readonly agent: string }
  /** Calls that do not depend on each other. `round` counts from 1. */
  | { readonly kind: 'call'; readonly calls: readonly ToolRequest[]; readonly round: number }
  | { readonly kind: 'answer' };

interface Plan {
  /** Who has the tools for it. */
  readonly specialist: string;
  /** Every call wanted as far as it is known yet; what a call returns may make more of them wanted. */
  readonly calls: (question: Question, outcomes: readonly ToolOutcome[]) => readonly ToolRequest[];
}

const [TRADE, COMPANY, SOURCING, SEARCH] = [
  'trade_specialist',
  'company_specialist',
  'sourcing_specialist',
  'search_specialist',
] as const;

const PLANS: Partial<Record<Intent, Plan>> = {
  trade_statistics: { specialist: TRADE, calls: planTrade },
  reasons: { specialist: TRADE, calls: planReasons },
  classify_product: { specialist: TRADE, calls: planClassification },
  tariff: { specialist: TRADE, calls: planTariff },
  compare_markets: { specialist: TRADE, calls: planComparison },
  find_buyers: { specialist: TRADE, calls: planBuyers },
  calculate: { specialist: TRADE, calls: planCalculation },
  web_search: { specialist: SEARCH, calls: planSearch },
  read_page: { specialist: SEARCH, calls: planReading },
  company_profile: { specialist: COMPANY, calls: planCompanyProfile },
  company_trade: { specialist: COMPANY, calls: planCompanyTrade },
  screen_sanctions: { specialist: COMPANY, calls: planScreening },
  find_suppliers: { specialist: SOURCING, calls: planSuppliers },
  world_exporters: { specialist: SOURCING, calls: planWorldExporters },
  product_page: { specialist: SOURCING, calls: planProductPage },
};

/**
 * The next step towards the answer, worked out anew each time from the question and what the tools have returned. The calls of all
 * parts of a message are made together.
 * @param tools what the asking agent may call
 */
export function nextStep(
  question: Question,
  conversation: Conversation,
  tools: ReadonlySet<string>,
  language: Language,
): Step {
  const specialist = specialistOf(partsOf(question));
  if (specialist === undefined) return { kind: 'answer' };
  if (conversation.agent !== specialist && tools.has('transfer_to_agent'))
    return { kind: 'transfer', agent: specialist };
  const { outcomes } = conversation;
  const wanted = partsOf(question).flatMap((part) => callsOf(part, outcomes));
  const open = wanted.filter((call) => tools.has(call.tool) && !wasMade(call, outcomes));
  const calls = open.filter((call, index) => !open.slice(0, index).some((other) => isSame(call, other)));
  if (calls.length > 0) return { kind: 'call', calls, round: outcomes.length === 0 ? 1 : 2 };
  const report = reportOf(question, outcomes, tools, language);
  return report ? { kind: 'call', calls: [report], round: 2 } : { kind: 'answer' };
}

/** Made once, when everything that belongs into it is there. */
function reportOf(
  question: Question,
  outcomes: readonly ToolOutcome[],
  tools: ReadonlySet<string>,
  language: Language,
): ToolRequest | undefined {
  const wanted = partsOf(question).find(({ report }) => report.length > 0);
  if (!wanted || !tools.has(TOOL.report) || outcomes.some(({ tool }) => tool === TOOL.report)) return undefined;
  return planReport(wanted, outcomes, language);
}

/** A message's questions, the first one among them. */
export function partsOf(question: Question): readonly Question[] {
  return [{ ...question, further: [] }, ...question.further];
}

/** What one part of a message wants to know from tools. */
export function callsOf(part: Question, outcomes: readonly ToolOutcome[]): readonly ToolRequest[] {
  return PLANS[part.intent]?.calls(part, outcomes) ?? [];
}

/** One specialist works from first to last; the one for sourcing has the tools of all. */
function specialistOf(parts: readonly Question[]): string | undefined {
  const specialists = new Set(parts.flatMap(({ intent }) => PLANS[intent]?.specialist ?? []));
  const [first] = specialists;
  return specialists.size > 1 ? SOURCING : first;
}

function isSame(a: ToolRequest, b: ToolRequest): boolean {
  return a.tool === b.tool && JSON.stringify(a.args) === JSON.stringify(b.args);
}
