import { type Language, say, type Text } from '../../../../common/i18n/language.js';
import { type CompanyMatch, type CompanyRecord } from '../../providers/company-data.port.js';
import { type ProviderNotes } from '../../providers/provider-notes.types.js';
import { type Providers } from '../../providers/providers.types.js';
import { sayAll } from '../say-all.js';
import { citedSources } from '../citations.js';
import { companyFacts, companyRef } from '../company-facts.js';
import { productRef } from '../references.js';
import { defineTool, type ToolFindings } from '../tool.js';
import { getCompanyProfileInput } from './get-company-profile.input.js';
import { type GetCompanyProfileData } from './get-company-profile.types.js';
import { missingChecks, qualificationOf } from './qualification.js';

/** Below this a name merely resembles the one asked for: offered as an alternative, never taken. */
const LEAST_LIKENESS = 0.6;
const MOST_ALTERNATIVES = 5;

const TEXTS = {
  found: { en: '{name}: {count} sourced facts', zh: '{name}：{count} 条有来源的信息' },
  notFound: { en: 'No company called "{name}" is held.', zh: '未收录名为“{name}”的公司。' },
  resembling: { en: 'Names that resemble it: {names}.', zh: '名称相近的公司：{names}。' },
  takenAs: { en: '"{name}" was taken as {company}.', zh: '“{name}”按 {company} 查询。' },
  noTradeByCompany: {
    en: 'Exports and imports of the single company and its destination countries are not held: customs publish them by product and country, not by company.',
    zh: '未收录该公司自身的进出口额及出口目的国：海关统计按产品和国家公布，不按企业公布。',
  },
  noRevenue: { en: 'No revenue is held.', zh: '未收录营业收入。' },
  oldRevenue: { en: 'The newest revenue held is of {period}.', zh: '已收录的最新营业收入为 {period} 年。' },
} satisfies Record<string, Text>;

/** What is known of one company, each fact with source and date, and what a buyer would still have to check. */
export function getCompanyProfileTool({
  companies,
  countries,
  nomenclature,
}: Pick<Providers, 'companies' | 'countries' | 'nomenclature'>) {
  return defineTool({
    name: 'get_company_profile',
    description:
      'Looks up one company by Chinese or English name, brand or stock code: legal names, addresses, registration, listing, parent, main products, supplier lists, revenue, and a list of qualification checks saying what is held and what is not. Also names HS codes of its products to ask trade statistics for; it holds no exports of single companies, and screens no sanctions lists: call screen_sanctions beside it.',
    activity: { en: 'Looking up the company', zh: '正在查询企业资料' },
    input: getCompanyProfileInput,
    version: 3,
    run: async ({ name }, { language, signal }): Promise<ToolFindings<GetCompanyProfileData>> => {
      const found = await companies.search(name, signal);
      const [best, ...others] = found.matches;
      const company = best && best.score >= LEAST_LIKENESS ? best.company : undefined;
      const data = profile(name, company, company ? others : found.matches, language);
      return {
        data,
        sources: citedSources(data, found.sources),
        ...(company ? told(name, company, data, found, language) : notFound(name, data, found, language)),
        confidence: confidenceOf(best, company),
      };
    },
  });

  function profile(
    query: string,
    company: CompanyRecord | undefined,
    others: readonly CompanyMatch[],
    language: Language,
  ): GetCompanyProfileData {
    return {
      query,
      company: company ? companyRef(company, countries, language) : null,
      facts: company ? companyFacts(company, language) : [],
      qualification: company ? qualificationOf(company, language) : [],
      products: (company?.productCodes ?? []).map((code) => productRef(nomenclature, code, language)),
      alternatives: others.slice(0, MOST_ALTERNATIVES).map((other) => companyRef(other.company, countries, language)),
    };
  }

  function told(
    query: string,
    company: CompanyRecord,
    data: GetCompanyProfileData,
    notes: ProviderNotes,
    language: Language,
  ) {
    const name = companyRef(company, countries, language).name;
    const periods = data.facts.filter(({ field }) => field === 'revenue').map(({ period }) => period ?? '');
    const newest = periods.sort().at(-1);
    return {
      summary: say(TEXTS.found, language, { name, count: data.facts.length }),
      coverage: `${say(TEXTS.takenAs, language, { name: query, company: name })} ${sayAll(notes.coverage, language).join(' ')}`,
      missing: [
        ...missingChecks(data.qualification, language),
        say(newest === undefined ? TEXTS.noRevenue : TEXTS.oldRevenue, language, { period: newest ?? '' }),
        say(TEXTS.noTradeByCompany, language),
        ...sayAll(notes.gaps, language),
      ],
    };
  }

  function notFound(name: string, data: GetCompanyProfileData, notes: ProviderNotes, language: Language) {
    const sentence = say(TEXTS.notFound, language, { name });
    const names = data.alternatives.map((alternative) => alternative.name).join(language === 'zh' ? '、' : ', ');
    return {
      summary: sentence,
      coverage: sayAll(notes.coverage, language).join(' '),
      missing: [
        sentence,
        ...(names === '' ? [] : [say(TEXTS.resembling, language, { names })]),
        ...sayAll(notes.gaps, language),
      ],
    };
  }
}

function confidenceOf(best: CompanyMatch | undefined, company: CompanyRecord | undefined): ToolFindings['confidence'] {
  if (!company || !best) return 'low';
  return best.score >= 0.95 ? 'high' : 'medium';
}
