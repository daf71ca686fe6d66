import { CUES } from './cues.js';
import { type CountryMention, type DutyRoute, type Intent, type Question } from './question.js';

const OF_COMPANIES = new Set<Intent>(['company_profile', 'company_trade', 'screen_sanctions']);

/** What a follow-up names, over what the question before it named. */
export function mergeQuestions(earlier: Question, follow: Question, lower: string): Question {
  const own = OF_COMPANIES.has(earlier.intent) ? asCompanies(follow) : follow;
  const route = mergeRoute(earlier, own, lower);
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
    duty: mergeDuty(earlier.duty, own.duty),
    calculation: own.calculation ?? mergeCalculation(earlier, own),
  };
}

/** "大华呢" after a question about a company: an unknown name is another one. */
function asCompanies(own: Question): Question {
  const unknown = own.products.length > 0 && own.products.every(({ hsCode }) => hsCode === undefined);
  if (own.companies.length > 0 || !unknown || own.flows.length > 0) return own;
  return { ...own, companies: own.products.map(({ words }) => ({ name: words, known: false })), products: [] };
}

/** A country that comes without a word for its role takes the place of the one that was named last; in a comparison it joins it. */
function mergeRoute(
  earlier: Question,
  own: Question,
  lower: string,
): { reporters: readonly CountryMention[]; partners: readonly CountryMention[] } {
  const bare = own.reporters.length > 0 && own.partners.length === 0 && own.flows.length === 0;
  if (bare && (earlier.partners.length > 0 || earlier.reporters.length === 0)) {
    const kept = CUES.compare.test(lower) ? earlier.partners : [];
    return { reporters: earlier.reporters, partners: unique([...kept, ...own.reporters]) };
  }
  return {
    reporters: own.reporters.length > 0 ? own.reporters : earlier.reporters,
    partners: own.partners.length > 0 ? own.partners : own.ranking || own.regions.length > 0 ? [] : earlier.partners,
  };
}

function mergeDuty(earlier: DutyRoute, own: DutyRoute): DutyRoute {
  return { importer: own.importer ?? earlier.importer, exporter: own.exporter ?? earlier.exporter };
}

/** "如果关税是10%呢": the same sum with another number. */
function mergeCalculation({ calculation }: Question, { amounts }: Question): Question['calculation'] {
  if (!calculation?.landed_cost) return calculation;
  return { ...calculation, landed_cost: { ...calculation.landed_cost, ...amounts } };
}

function unique(countries: readonly CountryMention[]): CountryMention[] {
  return [...new Map(countries.map((country) => [country.code, country])).values()];
}
