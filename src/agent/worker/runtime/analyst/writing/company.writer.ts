import { type Language, say } from '../../../../../common/i18n/language.js';
import { type GetCompanyProfileData } from '../../../tools/get-company-profile/get-company-profile.types.js';
import { type QueryTradeStatisticsData } from '../../../tools/query-trade-statistics/query-trade-statistics.types.js';
import { type ToolOutcome } from '../conversation.js';
import { asksForBackground } from '../planning/company.plan.js';
import { findingsOf, TOOL } from '../planning/tool-request.js';
import { type Question } from '../understanding/question.js';
import { type Draft } from './answer.js';
import { checksTable, companyHeadline, factsTable } from './company-facts.js';
import { blocks, bullets, plain, section } from './markdown.js';
import { matterNotes } from './notes.js';
import { HEADINGS } from './phrases.js';
import { screeningSection } from './sanctions.writer.js';
import { tradeParts } from './trade.writer.js';

/** Profile and qualification of the companies asked about. */
export function writeCompanyProfile(question: Question, outcomes: readonly ToolOutcome[], language: Language): Draft {
  const profiles = profilesIn(outcomes);
  const parts = profiles.map((profile) =>
    blocks(
      companyHeadline(profile, language) ?? notHeld(profile, language),
      checksTable(profile.company ? profile.qualification : [], language),
      factsTable(
        profile.facts,
        language,
        profile.qualification.flatMap(({ findings }) => findings),
      ),
      alternatives(profile, language),
    ),
  );
  return {
    body: blocks(...parts, screeningSection(outcomes, language)),
    notes: matterNotes(question, language),
    next: nextQuestions(question, profiles, language),
  };
}

/**
 * The exports and markets of a company. Nobody publishes customs figures of single companies, so the answer says that first and gives what
 * can be known: who the company is, and what its country trades in the products it makes.
 */
export function writeCompanyTrade(question: Question, outcomes: readonly ToolOutcome[], language: Language): Draft {
  const profiles = profilesIn(outcomes);
  const results = findingsOf<QueryTradeStatisticsData>(TOOL.trade, outcomes).map(({ data }) => data);
  const body = blocks(
    ...profiles.map((profile) =>
      profile.company ? noCompanyFigures(profile, results, language) : notHeld(profile, language),
    ),
    ...profiles.map((profile) => companyHeadline(profile, language)),
    tradeParts(results, language),
    ...profiles.map((profile) => {
      const checks = asksForBackground(question) && profile.company ? profile.qualification : [];
      const known = factsTable(
        profile.facts,
        language,
        checks.flatMap(({ findings }) => findings),
      );
      return blocks(checksTable(checks, language), known, alternatives(profile, language));
    }),
    screeningSection(outcomes, language),
  );
  return { body, notes: matterNotes(question, language), next: nextQuestions(question, profiles, language) };
}

function profilesIn(outcomes: readonly ToolOutcome[]): GetCompanyProfileData[] {
  return findingsOf<GetCompanyProfileData>(TOOL.company, outcomes).map(({ data }) => data);
}

function noCompanyFigures(
  { company, products }: GetCompanyProfileData,
  results: readonly QueryTradeStatisticsData[],
  language: Language,
): string {
  const name = company?.name ?? '';
  const goods = products.map((product) => `${product.name}（HS ${product.hs_code}）`);
  if (language === 'zh') {
    const instead =
      results.length > 0
        ? `下面给出企业资料，以及其主要产品的国家层面贸易数据：${goods.join('、')}。`
        : '下面给出已收录的企业资料。';
    return `**数据中没有${name}单个企业的海关出口数据**（海关不公布企业明细）。${instead}`;
  }
  const list = products.map((product) => `${product.name} (HS ${product.hs_code})`).join(', ');
  const instead =
    results.length > 0
      ? `Below: what is held on the company, and the trade of its country in its main products: ${list}.`
      : 'Below is what is held on the company.';
  return `**Customs figures of ${name} itself are not held** (customs do not publish figures of single companies). ${instead}`;
}

function notHeld({ query }: GetCompanyProfileData, language: Language): string {
  const name = plain(query, 80);
  return language === 'zh'
    ? `**没有收录名为“${name}”的企业。** 这不代表该企业不存在或不可靠。请提供企业全称、英文名或股票代码。`
    : `**No company called “${name}” is held.** That says nothing about whether it exists or is reliable. Please give its full name, English name or stock code.`;
}

function alternatives(
  { alternatives: others, company }: GetCompanyProfileData,
  language: Language,
): string | undefined {
  if (company && others.length === 0) return undefined;
  const names = others
    .slice(0, 5)
    .map(
      ({ name, name_en, country }) => `${name}${name_en && name_en !== name ? ` / ${name_en}` : ''} (${country.name})`,
    );
  return section(say(HEADINGS.alternatives, language), bullets(names));
}

function nextQuestions({ intent }: Question, profiles: readonly GetCompanyProfileData[], language: Language): string[] {
  const profile = profiles.find(({ company }) => company !== null);
  if (!profile?.company)
    return language === 'zh'
      ? ['富士康的资质怎么样？', '智能手机的供应商有哪些？']
      : ['Qualifications of Foxconn', 'Who supplies smartphones?'];
  const { name } = profile.company;
  const product = profile.products[0]?.name;
  if (language === 'zh') {
    return [
      intent === 'company_trade' ? `${name}的资质怎么样？` : `${name}的出口情况和主要市场`,
      ...(product === undefined ? [] : [`${product}还有哪些供应商？`, `中国${product}对美国出口多少？`]),
    ];
  }
  return [
    intent === 'company_trade' ? `Qualifications of ${name}` : `Exports and main markets of ${name}`,
    ...(product === undefined ? [] : [`Who else supplies ${product}?`, `China's exports of ${product} to the USA`]),
  ];
}
