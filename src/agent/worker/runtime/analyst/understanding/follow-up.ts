import { CUES } from './cues.js';
import { type Entities, readIntent } from './intent.js';
import { mergeQuestions } from './merge.js';
import { type Intent, type Matter, type Question } from './question.js';

const TRADE = new Set<Intent>(['trade_statistics', 'company_trade']);
/** Matters of their own that go on with the countries of the question before: "那关税呢？" */
const KEEPS_ROUTE = new Set<Intent>(['tariff', 'find_buyers', 'compare_markets', 'reasons']);
/** What is only said beside the figures. */
const OF_FIGURES = new Set<Matter>(['months', 'future', 'goods_ranking']);
/** Small talk, and what was declined: nothing to go on with, nor does it break the thread. */
const APART = new Set<Intent>(['capabilities', 'thanks', 'out_of_scope', 'prohibited', 'investment']);

/**
 * The question as it is meant after an earlier one: "那德国呢？" asks the same of another country, "它的供应商" of the same product. What the new
 * question names replaces what the earlier one named; what it leaves open is taken from there. A complete question takes nothing.
 */
export function continueFrom(earlier: Question | undefined, entities: Entities): Question {
  const lower = entities.text.toLowerCase();
  const own: Question = { ...entities, ...readIntent(lower, entities), further: [] };
  if (!earlier) return own;
  const again = repeat(earlier, own, lower);
  if (again) return again;
  if (!leansOn(own, lower)) return own;
  const merged = mergeQuestions(earlier, own, lower);
  if (keepsIntent(earlier, own, lower)) {
    return {
      ...merged,
      matters: [...new Set([...own.matters, ...earlier.matters])],
      intent: earlier.intent,
      missing: undefined,
    };
  }
  // Another matter than before: countries and years that were asked about there mean nothing here.
  const subject = asksAnew(lower, own) ? { ...merged, ...ownScope(own) } : merged;
  const decided = readIntent(lower, subject);
  if (KEEPS_ROUTE.has(decided.intent)) return { ...merged, ...decided };
  return TRADE.has(decided.intent) ? { ...subject, ...decided } : { ...subject, ...ownScope(own), ...decided };
}

function ownScope({ reporters, partners, regions, flows, years, ranking }: Question) {
  return { reporters, partners, regions, flows, years, ranking };
}

export function canBeContinued({ intent }: Question): boolean {
  return !APART.has(intent);
}

/** "再详细一点", "按金额排", "导出成Excel", "为什么": the same again, shown in another way, or asked for its reasons. */
function repeat(earlier: Question, own: Question, lower: string): Question | undefined {
  if (own.products.length + own.companies.length > 0 && own.intent !== 'out_of_scope') return undefined;
  const scope = own.reporters.length + own.partners.length + own.regions.length + own.years.length + own.flows.length;
  if (scope > 0 || own.url !== undefined || own.calculation !== undefined) return undefined;
  const { text, language } = own;
  if (CUES.reasons.test(lower) && TRADE.has(earlier.intent))
    return { ...earlier, text, language, intent: 'reasons', further: [] };
  // "份额是多少？", "how did it grow?": the same figures, with that ratio first.
  const ratio = CUES.share.test(lower) || CUES.growth.test(lower);
  if (ratio && earlier.intent === 'trade_statistics')
    return { ...earlier, text, language, report: own.report, further: [] };
  if (own.report.length > 0) return { ...earlier, text, language, report: own.report, further: [] };
  if (own.detail) return { ...earlier, text, language, detail: true, further: [] };
  if (!CUES.sorting.test(lower)) return undefined;
  const ranked = earlier.intent === 'trade_statistics' ? { ranking: true, partners: [] } : {};
  return { ...earlier, ...ranked, text, language, further: [] };
}

/** Whether the question cannot be answered on its own. */
function leansOn(own: Question, lower: string): boolean {
  if (own.intent === 'product_page' || own.intent === 'read_page') return false;
  if (APART.has(own.intent) && own.intent !== 'out_of_scope') return false;
  const marked = CUES.followUp.test(lower) || CUES.pronoun.test(lower);
  if (own.intent === 'out_of_scope')
    return (marked && (namesSomething(own) || asksAnew(lower, own))) || Object.keys(own.amounts).length > 0;
  const lacksProduct = own.intent === 'trade_statistics' && own.products.length === 0 && !CUES.allGoods.test(lower);
  return marked || lacksProduct || own.intent === 'unclear';
}

/** Whether only the subject changed, not what is asked of it. */
function keepsIntent(earlier: Question, own: Question, lower: string): boolean {
  if (earlier.intent === 'unclear') return false;
  if (earlier.intent === 'calculate') return Object.keys(own.amounts).length > 0;
  const asksTrade = own.flows.length > 0 || own.ranking;
  if (asksTrade && !TRADE.has(earlier.intent) && earlier.intent !== 'tariff') return false;
  if (own.intent === 'unclear' || own.intent === 'out_of_scope') return !asksAnew(lower, own);
  const companies = earlier.intent === 'company_profile' || earlier.intent === 'company_trade';
  if (own.intent === 'company_profile' && (companies || earlier.intent === 'screen_sanctions'))
    return !asksAnew(lower, own);
  if (own.intent === 'trade_statistics')
    return earlier.intent === 'trade_statistics' || (earlier.intent === 'company_trade' && own.products.length === 0);
  return own.intent === earlier.intent;
}

/** Whether it says what is to be found out, so that only the subject is taken from the earlier question. */
function asksAnew(lower: string, { matters }: Question): boolean {
  const asked = [CUES.suppliers, CUES.hsCode, CUES.company, CUES.webSearch, CUES.market];
  return matters.some((matter) => !OF_FIGURES.has(matter)) || asked.some((cue) => cue.test(lower));
}

function namesSomething(own: Question): boolean {
  return (
    own.products.length +
      own.companies.length +
      own.reporters.length +
      own.partners.length +
      own.regions.length +
      own.years.length +
      own.flows.length >
    0
  );
}
