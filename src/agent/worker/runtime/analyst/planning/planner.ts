import { type Conversation } from '../conversation.js';
import { type Intent, type Question } from '../understanding/question.js';
import { planClassification } from './classify.plan.js';
import { planCompanyProfile, planCompanyTrade } from './company.plan.js';
import { planProductPage, planSuppliers } from './sourcing.plan.js';
import { planTrade } from './trade.plan.js';
import { type ToolRequest, wasMade } from './tool-request.js';

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
  readonly calls: (question: Question, outcomes: Conversation['outcomes']) => readonly ToolRequest[];
}

const PLANS: Partial<Record<Intent, Plan>> = {
  trade_statistics: { specialist: 'trade_specialist', calls: planTrade },
  classify_product: { specialist: 'trade_specialist', calls: planClassification },
  company_profile: { specialist: 'company_specialist', calls: planCompanyProfile },
  company_trade: { specialist: 'company_specialist', calls: planCompanyTrade },
  find_suppliers: { specialist: 'sourcing_specialist', calls: planSuppliers },
  product_page: { specialist: 'sourcing_specialist', calls: planProductPage },
};

/**
 * The next step towards the answer, worked out anew each time from the question and what the tools have returned.
 * @param tools what the asking agent may call
 */
export function nextStep(question: Question, conversation: Conversation, tools: ReadonlySet<string>): Step {
  const plan = PLANS[question.intent];
  if (!plan) return { kind: 'answer' };
  if (conversation.agent !== plan.specialist && tools.has('transfer_to_agent'))
    return { kind: 'transfer', agent: plan.specialist };
  const { outcomes } = conversation;
  const calls = plan.calls(question, outcomes).filter((call) => tools.has(call.tool) && !wasMade(call, outcomes));
  return calls.length === 0 ? { kind: 'answer' } : { kind: 'call', calls, round: outcomes.length === 0 ? 1 : 2 };
}
