import { CUES } from './cues.js';
import { type Entities, readIntent } from './intent.js';
import { type CountryMention, type Intent, type Question } from './question.js';

const TRADE = new Set<Intent>(['trade_statistics', 'company_trade']);

/** Intents that a later question can carry on; small talk in between does not break the thread. */
const CONTINUED = new Set([
  'trade_statistics',
  'company_profile',
  'company_trade',
  'find_suppliers',
  'product_page',
  'classify_product',
  'unclear',
]);

/**
 * The question as it is meant after an earlier one: "那德国呢？" asks the same of another country, "它的供应商" of the same product. What the new
 * question names replaces what the earlier one named; what it leaves open is taken from there. A complete question takes nothing.
 */
export function continueFrom(earlier: Question | undefined, entities: Entities): Question {
  const lower = entities.text.toLowerCase();
  const own = { ...entities, ...readIntent(lower, entities) };
  if (!earlier || !leansOn(own, lower)) return own;
  const merged = merge(earlier, own, lower);
  if (keepsIntent(earlier, own, lower)) {
    return {
      ...merged,
      beyond: [...new Set([...own.beyond, ...earlier.beyond])],
      intent: earlier.intent,
      missing: undefined,
    };
  }
  // Another matter than before: countries and years that were asked about there mean nothing here.
  const subject = asksAnew(lower) ? { ...merged, ...ownScope(own) } : merged;
  const decided = readIntent(lower, subject);
  return TRADE.has(decided.intent) ? { ...subject, ...decided } : { ...subject, ...ownScope(own), ...decided };
}

function ownScope({ reporters, partners, regions, flows, years, ranking }: Question) {
  return { reporters, partners, regions, flows, years, ranking };
}

export function canBeContinued({ intent }: Question): boolean {
  return CONTINUED.has(intent);
}

/** Whether the question cannot be answered on its own. */
function leansOn(own: Question, lower: string): boolean {
  if (own.intent === 'thanks' || own.intent === 'capabilities' || own.intent === 'product_page') return false;
  const marked = CUES.followUp.test(lower) || CUES.pronoun.test(lower);
  if (own.intent === 'out_of_scope') return marked && (namesSomething(own) || asksAnew(lower));
  const lacksProduct = own.intent === 'trade_statistics' && own.products.length === 0 && !CUES.allGoods.test(lower);
  return marked || lacksProduct || own.intent === 'unclear';
}

/** Whether only the subject changed, not what is asked of it. */
function keepsIntent(earlier: Question, own: Question, lower: string): boolean {
  if (earlier.intent === 'unclear') return false;
  const asksTrade = own.flows.length > 0 || own.ranking;
  if (asksTrade && !TRADE.has(earlier.intent)) return false;
  if (own.intent === 'unclear' || own.intent === 'out_of_scope') return !asksAnew(lower);
  const companies = earlier.intent === 'company_profile' || earlier.intent === 'company_trade';
  if (own.intent === 'company_profile' && companies) return !asksAnew(lower);
  if (own.intent === 'trade_statistics')
    return earlier.intent === 'trade_statistics' || (earlier.intent === 'company_trade' && own.products.length === 0);
  return own.intent === earlier.intent;
}

function merge(earlier: Question, own: Question, lower: string): Question {
  const route = mergeRoute(earlier, own);
  const newSubject = own.products.length > 0 || own.companies.length > 0;
  return {
    ...own,
    ...route,
    flows: own.flows.length > 0 ? own.flows : earlier.flows,
    years: own.years.length > 0 ? own.years : earlier.years,
    regions: own.regions.length > 0 || route.partners.length > 0 ? own.regions : earlier.regions,
    ranking: own.ranking || (earlier.ranking && route.partners.length === 0),
    products: own.products.length > 0 ? own.products : earlier.products,
    companies:
      newSubject && !CUES.pronoun.test(lower)
        ? own.companies
        : own.companies.length > 0
          ? own.companies
          : earlier.companies,
    url: own.url ?? (newSubject ? undefined : earlier.url),
  };
}

/** A country that comes without a word for its role takes the place of the one that was named last. */
function mergeRoute(
  earlier: Question,
  own: Question,
): { reporters: readonly CountryMention[]; partners: readonly CountryMention[] } {
  const bare = own.reporters.length > 0 && own.partners.length === 0 && own.flows.length === 0;
  if (bare && (earlier.partners.length > 0 || earlier.reporters.length === 0))
    return { reporters: earlier.reporters, partners: own.reporters };
  return {
    reporters: own.reporters.length > 0 ? own.reporters : earlier.reporters,
    partners: own.partners.length > 0 ? own.partners : own.ranking || own.regions.length > 0 ? [] : earlier.partners,
  };
}

/** Whether it says what is to be found out, so that only the subject is taken from the earlier question. */
function asksAnew(lower: string): boolean {
  return CUES.suppliers.test(lower) || CUES.hsCode.test(lower) || CUES.company.test(lower);
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
