import { type Language, say } from '../../../../../common/i18n/language.js';
import {
  type FindSuppliersData,
  type SupplierMatch,
  type SupplyingCountry,
} from '../../../tools/find-suppliers/find-suppliers.types.js';
import { type ToolOutcome } from '../conversation.js';
import { findingsOf, TOOL } from '../planning/tool-request.js';
import { type Question } from '../understanding/question.js';
import { type Draft } from './answer.js';
import { factValue } from './company-facts.js';
import { blocks, cite, plain, section, table } from './markdown.js';
import { matterNotes } from './notes.js';
import { money, percent } from './numbers.js';
import { COLUMNS, HEADINGS } from './phrases.js';

/** Companies that make a product, and the countries that export it. */
export function writeSuppliers(question: Question, outcomes: readonly ToolOutcome[], language: Language): Draft {
  const results = findingsOf<FindSuppliersData>(TOOL.suppliers, outcomes).map(({ data }) => data);
  return {
    body: blocks(...results.map((data) => supplierPart(data, language, countryOf(question)))),
    notes: matterNotes(question, language),
    next: supplierQuestions(results[0], language),
  };
}

/** @param country its name, where suppliers of one country only were asked for */
export function supplierPart(data: FindSuppliersData, language: Language, country?: string): string {
  return blocks(
    headline(data, language, country),
    section(say(HEADINGS.companies, language), companyTable(data.companies, language)),
    section(say(HEADINGS.countries, language), countryTable(data.countries, language)),
  );
}

export function supplierQuestions(data: FindSuppliersData | undefined, language: Language): string[] {
  const [company] = data?.companies ?? [];
  const product = data?.product?.name ?? (data ? plain(data.query, 40) : undefined);
  if (language === 'zh') {
    return [
      ...(company ? [`${company.name}的资质怎么样？`] : []),
      ...(product ? [`中国${product}的主要出口市场有哪些？`, `${product}的 HS 编码是什么？`] : []),
    ];
  }
  return [
    ...(company ? [`Qualifications of ${company.name}`] : []),
    ...(product ? [`Main markets for Chinese ${product}`, `What is the HS code of ${product}?`] : []),
  ];
}

function countryOf({ reporters, partners }: Question): string | undefined {
  return [...reporters, ...partners].find(({ code }) => code !== 'WLD')?.name;
}

function headline({ companies, product, query }: FindSuppliersData, language: Language, country?: string): string {
  const words = plain(query, 80);
  const code = product ? `HS ${product.hs_code}${product.name === words ? '' : ` ${product.name}`}` : '';
  if (companies.length === 0) {
    return language === 'zh'
      ? `**没有收录${country === undefined ? '' : `${country}的、`}主要产品与“${words}”${code && `（${code}）`}相符的企业。**`
      : `**No company ${country === undefined ? '' : `in ${country} `}is held whose main products match “${words}”${code && ` (${code})`}.**`;
  }
  const first = companies.slice(0, 3).map(({ name }) => name);
  return language === 'zh'
    ? `找到 **${companies.length} 家**主要产品与“${words}”${code && `（${code}）`}相符的企业：${first.join('、')}${companies.length > 3 ? ' 等' : ''}。`
    : `**${companies.length} ${companies.length === 1 ? 'company' : 'companies'}** whose main products match “${words}”${code && ` (${code})`}: ${first.join(', ')}${companies.length > 3 ? ' and others' : ''}.`;
}

function companyTable(companies: readonly SupplierMatch[], language: Language): string | undefined {
  const columns = [COLUMNS.company, COLUMNS.country, COLUMNS.products, COLUMNS.why, COLUMNS.source].map((column) =>
    say(column, language),
  );
  return table(
    columns,
    companies.map(({ name, name_en, country, facts, why }) => {
      const products = facts.filter(({ field }) => field === 'main_products' || field === 'industry').slice(0, 2);
      const shown = products.length > 0 ? products : facts.slice(0, 1);
      return [
        name_en === null || name_en === name ? name : `${name} / ${name_en}`,
        country.name,
        plain(shown.map((fact) => factValue(fact, language)).join('; '), 160),
        plain(why.join(language === 'zh' ? '；' : '; '), 120),
        cite(...facts.map(({ source_id }) => source_id)),
      ];
    }),
  );
}

export function countryTable(countries: readonly SupplyingCountry[], language: Language): string | undefined {
  const columns = [COLUMNS.rank, COLUMNS.country, COLUMNS.value, COLUMNS.share, COLUMNS.period, COLUMNS.source].map(
    (column) => say(column, language),
  );
  return table(
    columns,
    countries
      .slice(0, 8)
      .map(({ rank, country, value_usd, share, period, source_id }) => [
        rank === null ? '' : String(rank),
        country.name,
        money(value_usd, language),
        share === null ? '' : percent(share),
        period,
        cite(source_id),
      ]),
  );
}
