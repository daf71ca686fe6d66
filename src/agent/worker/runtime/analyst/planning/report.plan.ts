import { type Language, say, type Text } from '../../../../../common/i18n/language.js';
import { type CompareMarketsData } from '../../../tools/compare-markets/compare-markets.types.js';
import { type FindBuyersData } from '../../../tools/find-buyers/find-buyers.types.js';
import { type FindSuppliersData } from '../../../tools/find-suppliers/find-suppliers.types.js';
import { type GetCompanyProfileData } from '../../../tools/get-company-profile/get-company-profile.types.js';
import { type GetTariffData } from '../../../tools/get-tariff/get-tariff.types.js';
import { type QueryTradeStatisticsData } from '../../../tools/query-trade-statistics/query-trade-statistics.types.js';
import { type ToolOutcome } from '../conversation.js';
import { type Question } from '../understanding/question.js';
import { type ReportSection, sectionOf } from './report-section.js';
import { findingsOf, TOOL, type ToolRequest } from './tool-request.js';

const MOST_SECTIONS = 12;
const MOST_GAPS = 30;
const LONGEST_TITLE = 100;

const HEADINGS = {
  trade: { en: '{reporter} – {partner}: {product}', zh: '{reporter}—{partner}：{product}' },
  ranking: { en: 'Partners of {reporter}: {product}', zh: '{reporter}的贸易伙伴：{product}' },
  markets: { en: 'Markets for {product}', zh: '{product}各国市场' },
  suppliers: { en: 'Suppliers: {product}', zh: '{product}供应商' },
  buyers: { en: 'Countries that buy it: {product}', zh: '{product}的采购国' },
  tariff: { en: 'Import duty of {importer}: {product}', zh: '{importer}对{product}的进口关税' },
  company: { en: '{company}: profile', zh: '{company}企业资料' },
  title: { en: 'Trade report: {subject}', zh: '贸易报告：{subject}' },
  world: { en: 'world', zh: '全球' },
} satisfies Record<string, Text>;

/** The report of what the tools returned, to be made when they all have; undefined where nothing of it fits a table. */
export function planReport(
  question: Question,
  outcomes: readonly ToolOutcome[],
  language: Language,
): ToolRequest | undefined {
  const sections = [
    ...of<QueryTradeStatisticsData>(TOOL.trade, outcomes, (data) => tradeSections(data, language)),
    ...of<CompareMarketsData>(TOOL.compare, outcomes, (data) => [marketSection(data, language)]),
    ...of<GetTariffData>(TOOL.tariff, outcomes, (data) => [tariffSection(data, language)]),
    ...of<FindSuppliersData>(TOOL.suppliers, outcomes, (data) => [supplierSection(data, language)]),
    ...of<FindBuyersData>(TOOL.buyers, outcomes, (data) => [buyerSection(data, language)]),
    ...of<GetCompanyProfileData>(TOOL.company, outcomes, (data) => [companySection(data, language)]),
  ].filter((section) => section.table.rows.length > 0);
  const [first] = sections;
  if (!first) return undefined;
  const missing = outcomes.flatMap(({ report }) => (report.ok ? report.findings.missing : []));
  return {
    tool: TOOL.report,
    args: {
      title: say(HEADINGS.title, language, { subject: first.heading }).slice(0, LONGEST_TITLE),
      formats: [...question.report],
      language,
      sections: sections.slice(0, MOST_SECTIONS),
      not_covered: [...new Set(missing)].slice(0, MOST_GAPS).map((sentence) => sentence.slice(0, 500)),
    },
  };
}

function of<D>(tool: string, outcomes: readonly ToolOutcome[], make: (data: D) => ReportSection[]): ReportSection[] {
  return findingsOf<D>(tool, outcomes).flatMap(({ data }) => make(data));
}

function tradeSections(data: QueryTradeStatisticsData, language: Language): ReportSection[] {
  const { reporter, partner, product } = data.asked;
  const named = {
    reporter: reporter.name,
    partner: partner?.name ?? say(HEADINGS.world, language),
    product: product.name,
  };
  const periods = data.context.filter(({ role }) => role === 'same_trade_other_period');
  return [
    sectionOf(
      say(HEADINGS.trade, language, named),
      language,
      ['period', 'hs', 'value', 'quantity', 'unit', 'source'],
      [...data.rows, ...periods].map((row) => [
        row.period,
        row.hs_code,
        row.value_usd,
        row.quantity,
        row.quantity_unit,
        row.source_id,
      ]),
    ),
    sectionOf(
      say(HEADINGS.ranking, language, named),
      language,
      ['country', 'value', 'share', 'period', 'source'],
      data.ranking.map((row) => [row.partner.name, row.value_usd, row.share, row.period, row.source_id]),
      'country',
    ),
  ];
}

function marketSection({ markets, product }: CompareMarketsData, language: Language): ReportSection {
  return sectionOf(
    say(HEADINGS.markets, language, { product: product.name }),
    language,
    ['country', 'value', 'share', 'period', 'source'],
    markets.flatMap(({ market, imports, exporter_share: share }) =>
      imports ? [[market.name, imports.value_usd, share, imports.period, imports.source_id]] : [],
    ),
    'country',
  );
}

function tariffSection({ asked, rates }: GetTariffData, language: Language): ReportSection {
  return sectionOf(
    say(HEADINGS.tariff, language, { importer: asked.importer.name, product: asked.product.name }),
    language,
    ['kind', 'line', 'rate', 'edition', 'source'],
    rates.map((rate) => [rate.label, rate.tariff_code, rate.rate, rate.edition, rate.source_id]),
  );
}

function supplierSection({ companies, product, query }: FindSuppliersData, language: Language): ReportSection {
  return sectionOf(
    say(HEADINGS.suppliers, language, { product: product?.name ?? query }),
    language,
    ['company', 'country', 'item', 'source'],
    companies.map(({ name, country, facts }) => [
      name,
      country.name,
      facts.find(({ field }) => field === 'main_products')?.value ?? null,
      [...new Set(facts.map(({ source_id }) => source_id))].join(', '),
    ]),
  );
}

function buyerSection({ countries, product, query }: FindBuyersData, language: Language): ReportSection {
  return sectionOf(
    say(HEADINGS.buyers, language, { product: product?.name ?? query }),
    language,
    ['country', 'value', 'share', 'period', 'source'],
    countries.map((row) => [row.country.name, row.value_usd, row.share, row.period, row.source_id]),
    'country',
  );
}

function companySection({ company, facts, query }: GetCompanyProfileData, language: Language): ReportSection {
  return sectionOf(
    say(HEADINGS.company, language, { company: company?.name ?? query }),
    language,
    ['item', 'content', 'date', 'source'],
    facts.map((fact) => [fact.label, fact.value, fact.period ?? fact.as_of, fact.source_id]),
  );
}
