import { type GetCompanyProfileData } from '../../../tools/get-company-profile/get-company-profile.types.js';
import { type ToolOutcome } from '../conversation.js';
import { CUES } from '../understanding/cues.js';
import { type Question } from '../understanding/question.js';
import { planTrade, tradeQueries } from './trade.plan.js';
import { findingsOf, TOOL, type ToolRequest } from './tool-request.js';

const MOST_COMPANIES = 3;
const MOST_PRODUCTS = 3;

/** The profile, and beside it, since it needs nothing of it, the screening. */
export function planCompanyProfile(question: Question): ToolRequest[] {
  return [...profilesOf(question), ...planScreening(question)];
}

export function planScreening({ companies }: Question): ToolRequest[] {
  return companies.slice(0, MOST_COMPANIES).map(({ name }) => ({ tool: TOOL.sanctions, args: { name } }));
}

function profilesOf({ companies }: Question): ToolRequest[] {
  return companies.slice(0, MOST_COMPANIES).map(({ name }) => ({ tool: TOOL.company, args: { name } }));
}

/** "资质和贸易能力": the company's trade and, beside it, what it is. */
export function asksForBackground({ text }: Question): boolean {
  return CUES.company.test(text.toLowerCase());
}

/** The profile first, and the screening where it is asked what the company is; then the trade of the products named in the question, or else of those the company is known to make. */
export function planCompanyTrade(question: Question, outcomes: readonly ToolOutcome[]): ToolRequest[] {
  const profiles = asksForBackground(question) ? planCompanyProfile(question) : profilesOf(question);
  const products = question.products.filter(({ hsCode }) => hsCode !== undefined);
  if (products.length > 0) return [...profiles, ...planTrade({ ...asTradeQuestion(question), products }, outcomes)];
  const queries = findingsOf<GetCompanyProfileData>(TOOL.company, outcomes).flatMap(({ data }) =>
    data.products
      .slice(0, MOST_PRODUCTS)
      .flatMap(({ hs_code }) => tradeQueries(asTradeQuestion(question, data), hs_code)),
  );
  return [...profiles, ...queries.slice(0, 2 * MOST_PRODUCTS)];
}

/** The markets of a company's products are those of its country: the ranking, unless the question names a partner. */
function asTradeQuestion(question: Question, profile?: GetCompanyProfileData): Question {
  const home = profile?.company?.country;
  const reporters = question.reporters.length === 0 && home ? [customsTerritory(home)] : question.reporters;
  return { ...question, reporters, ranking: question.ranking || question.partners.length === 0 };
}

/** Companies listed or registered in Hong Kong make their goods on the mainland, whose customs count them. */
function customsTerritory({ code, name }: { code: string; name: string }) {
  return code === 'HKG' ? { code: 'CHN', name } : { code, name };
}
