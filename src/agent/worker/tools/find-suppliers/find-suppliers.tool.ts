import { type Language, say, type Text } from '../../../../common/i18n/language.js';
import { type CompanyField, type MakerMatch, type MakerReason } from '../../providers/company-data.port.js';
import { type Providers } from '../../providers/providers.types.js';
import { ALL_GOODS, EVERY, type TradeFact, WORLD } from '../../providers/trade-data.port.js';
import { citedSources } from '../citations.js';
import { companyFacts, companyRef } from '../company-facts.js';
import { findCountry, findProduct, place, productRef } from '../references.js';
import { sayAll } from '../say-all.js';
import { newestFirst, shownPeriod } from '../trade-figures/trade-periods.js';
import { rank } from '../trade-figures/trade-ranking.js';
import { defineTool, type ToolFindings } from '../tool.js';
import { findSuppliersInput } from './find-suppliers.input.js';
import { type FindSuppliersData, type SupplierMatch, type SupplyingCountry } from './find-suppliers.types.js';

/** What a buyer wants to see of a candidate: what it makes first, then what vouches for it. */
const SHOWN_FIELDS: readonly CompanyField[] = [
  'main_products',
  'industry',
  'stock_code',
  'supplier_list',
  'customers',
  'headquarters',
  'website',
];
const MOST_COUNTRIES = 10;

const REASONS: Readonly<Record<MakerReason['kind'], Text>> = {
  code: { en: 'its main products fall under HS {code} {product}', zh: '主要产品属于 HS {code} {product}' },
  heading: { en: 'it makes related goods, HS {code} {product}', zh: '生产同一品目下的相关产品：HS {code} {product}' },
  words: { en: 'its main products name: {words}', zh: '主要产品描述含有：{words}' },
};
const TEXTS = {
  found: { en: '{count} companies that make {product}', zh: '找到 {count} 家生产{product}的公司' },
  none: { en: 'No company that makes {product} is held.', zh: '未收录生产{product}的公司。' },
  noProduct: {
    en: 'No HS code was found for "{product}"; companies were searched by words only.',
    zh: '未找到“{product}”的 HS 编码，仅按文字匹配公司。',
  },
  takenAs: { en: '"{words}" was taken as HS {code}, {product}.', zh: '“{words}”按 HS {code}（{product}）查询。' },
  noTerms: {
    en: 'Prices, minimum orders, capacity and contact persons of suppliers are not held; ask them directly.',
    zh: '未收录供应商的报价、起订量、产能和联系人，请直接询价。',
  },
  noCountries: { en: 'No ranking of exporting countries is held for this product.', zh: '未收录该产品的出口国排名。' },
} satisfies Record<string, Text>;

/** Companies that make a product, and the countries that export it. */
export function findSuppliersTool({
  companies,
  countries,
  nomenclature,
  trade,
}: Pick<Providers, 'companies' | 'countries' | 'nomenclature' | 'trade'>) {
  return defineTool({
    name: 'find_suppliers',
    description:
      'Finds companies whose sourced main products match a product (words or HS code), optionally of one country, each with the reason and its sources, and which countries export that product. It holds selected, mostly listed manufacturers, no prices and no contacts.',
    activity: { en: 'Looking for suppliers', zh: '正在查找供应商' },
    input: findSuppliersInput,
    version: 3,
    run: async ({ product: words, country, limit }, { language, signal }): Promise<ToolFindings<FindSuppliersData>> => {
      const home = country === undefined ? undefined : findCountry(countries, country);
      const found = findProduct(nomenclature, words);
      const code = found === ALL_GOODS ? undefined : found;
      const hsCodes = code === undefined ? [] : nomenclature.statisticalCodes(code);
      const [makers, supply] = await Promise.all([
        companies.makersOf({ hsCodes, words, country: home === WORLD || home === EVERY ? undefined : home }, signal),
        supplyingCountries(hsCodes, language, signal),
      ]);
      const product = code === undefined ? null : productRef(nomenclature, code, language);
      const data: FindSuppliersData = {
        query: words,
        product,
        companies: makers.matches.slice(0, limit).map((match) => supplier(match, language)),
        countries: supply.countries,
      };
      const name = product?.name ?? words;
      const none = data.companies.length === 0;
      const outcome = say(none ? TEXTS.none : TEXTS.found, language, { count: data.companies.length, product: name });
      const takenAs = product && say(TEXTS.takenAs, language, { words, code: product.hs_code, product: name });
      return {
        data,
        sources: citedSources(data, makers.sources, supply.sources),
        summary: outcome,
        coverage: [takenAs, ...sayAll(makers.coverage, language)].filter(Boolean).join(' '),
        missing: [
          ...(none ? [outcome] : []),
          ...(product ? [] : [say(TEXTS.noProduct, language, { product: words })]),
          ...(data.countries.length === 0 ? [say(TEXTS.noCountries, language)] : []),
          say(TEXTS.noTerms, language),
          ...sayAll(makers.gaps, language),
        ],
        confidence: none ? 'low' : 'medium',
      };
    },
  });

  function supplier(match: MakerMatch, language: Language): SupplierMatch {
    return {
      ...companyRef(match.company, countries, language),
      score: Math.round(match.score * 100) / 100,
      why: match.reasons.map((reason) => why(reason, language)),
      facts: companyFacts(match.company, language, SHOWN_FIELDS),
    };
  }

  function why(reason: MakerReason, language: Language): string {
    if (reason.kind === 'words') return say(REASONS.words, language, { words: reason.words.join(', ') });
    return say(REASONS[reason.kind], language, {
      code: reason.hsCode,
      product: productRef(nomenclature, reason.hsCode, language).name,
    });
  }

  /** The newest comparable list of exporters; where none is held, what is held of the newest period, without a rank. */
  async function supplyingCountries(hsCodes: readonly string[], language: Language, signal: AbortSignal) {
    if (hsCodes.length === 0) return { countries: [], sources: [] };
    const exported = { hsCodes, partner: WORLD, flow: 'X', years: [] } as const;
    const [exporters, world] = await trade.all(
      [
        { ...exported, reporter: EVERY },
        { ...exported, reporter: WORLD },
      ],
      signal,
    );
    if (!exporters || !world) return { countries: [], sources: [] };
    const ranked = rank(exporters.facts, world.facts, []);
    const single = exporters.facts
      .filter((fact): fact is TradeFact & { valueUsd: number } => fact.valueUsd !== null)
      .sort((a, b) => Number(isPartOfYear(a)) - Number(isPartOfYear(b)) || newestFirst(a, b))
      .slice(0, 1);
    const shown = ranked.length > 0 ? ranked : single.map((fact) => ({ rank: null, fact, share: null }));
    const list = shown.slice(0, MOST_COUNTRIES).map(({ rank: position, fact, share }): SupplyingCountry => ({
      rank: position,
      country: place(countries, fact.reporter, language),
      value_usd: fact.valueUsd,
      share,
      ...shownPeriod(fact, language),
      source_id: fact.sourceId,
    }));
    return { countries: list, sources: [...exporters.sources, ...world.sources] };
  }
}

/** A few months, such as `2022-01..04`: beside a whole year they mislead. */
function isPartOfYear({ period }: TradeFact): boolean {
  return period.includes('..') || /^\d{4}-(?:0[1-9]|1[0-2])$/.test(period);
}
