import { z } from 'zod';
import { AppError } from '../../../../common/errors/app-error.js';
import { type Language, say, type Text } from '../../../../common/i18n/language.js';
import { gapOf, uniqueTexts } from '../../providers/chain/provider-gap.js';
import { type Providers } from '../../providers/providers.types.js';
import { type BuyerQuery, type Buyers } from '../../providers/shipment-records.port.js';
import { ALL_GOODS, EVERY, WORLD } from '../../providers/trade-data.port.js';
import { citedSources } from '../citations.js';
import { findCountry, findProduct, place, productRef } from '../references.js';
import { sayAll } from '../say-all.js';
import { defineTool, type ToolFindings } from '../tool.js';
import { shownPeriod } from '../trade-figures/trade-periods.js';
import { rank } from '../trade-figures/trade-ranking.js';
import { type BuyingCountry, type FindBuyersData } from './find-buyers.types.js';

const findBuyersInput = z.object({
  product: z.string().trim().min(1).max(300).describe('The product in Chinese or English words, or its HS code.'),
  market: z.string().trim().min(2).max(60).optional().describe('Only buyers in this country: ISO code or name.'),
  origin: z
    .string()
    .trim()
    .min(2)
    .max(60)
    .default('CHN')
    .describe('The country the goods come from: ISO code or name.'),
  limit: z.number().int().min(1).max(30).default(10).describe('How many buyers and countries to return at most.'),
});

const TEXTS = {
  found: {
    en: '{buyers} buyers and {countries} importing countries of {product}',
    zh: '{product}：{buyers} 家买家，{countries} 个进口国',
  },
  takenAs: { en: '"{words}" was taken as HS {code}, {product}.', zh: '“{words}”按 HS {code}（{product}）查询。' },
  noProduct: { en: 'No HS code was found for "{product}".', zh: '未找到“{product}”的 HS 编码。' },
  noCountries: { en: 'No ranking of importing countries is held for this product.', zh: '未收录该产品的进口国排名。' },
  noBuyers: { en: 'No buyer of {product} is held by name.', zh: '未收录{product}的具体买家名称。' },
  noTerms: {
    en: 'Contact persons and what buyers want to buy now are not held.',
    zh: '未收录买家联系人及当前采购需求。',
  },
} satisfies Record<string, Text>;

const NOBODY: Buyers = { buyers: [], sources: [], coverage: [], gaps: [] };

/** Who buys a product: countries by customs statistics, companies by shipment records where a service of those is configured. */
export function findBuyersTool({
  shipments,
  trade,
  nomenclature,
  countries,
}: Pick<Providers, 'shipments' | 'trade' | 'nomenclature' | 'countries'>) {
  return defineTool({
    name: 'find_buyers',
    description:
      'Finds who buys a product: the countries that import it most from one origin, and importers by name where a service of customs shipment records is configured. Without one it returns countries only and says so; it never invents company names.',
    activity: { en: 'Looking for buyers', zh: '正在查找买家' },
    input: findBuyersInput,
    version: 2,
    run: async ({ product: words, limit, ...input }, { language, signal }): Promise<ToolFindings<FindBuyersData>> => {
      const market = input.market === undefined ? undefined : findCountry(countries, input.market);
      const origin = findCountry(countries, input.origin);
      const found = findProduct(nomenclature, words);
      const code = found === ALL_GOODS ? undefined : found;
      const hsCodes = code === undefined ? [] : nomenclature.statisticalCodes(code);
      const [named, importing] = await Promise.all([
        importers({ hsCodes, words, market, origin: origin === WORLD ? undefined : origin }, signal),
        importingCountries(hsCodes, origin, language, signal),
      ]);
      const product = code === undefined ? null : productRef(nomenclature, code, language);
      const name = product?.name ?? words;
      const data: FindBuyersData = {
        query: words,
        product,
        origin: place(countries, origin, language),
        buyers: named.buyers.slice(0, limit).map((buyer) => ({
          name: buyer.name,
          country: place(countries, buyer.country, language),
          shipments: buyer.shipments,
          value_usd: buyer.valueUsd,
          latest_shipment: buyer.latest,
          suppliers: buyer.suppliers,
          source_id: buyer.sourceId,
        })),
        countries: importing.countries.slice(0, limit),
      };
      const coverage = uniqueTexts([...named.coverage, ...importing.coverage]);
      return {
        data,
        sources: citedSources(data, named.sources, importing.sources),
        summary: say(TEXTS.found, language, {
          product: name,
          buyers: data.buyers.length,
          countries: data.countries.length,
        }),
        coverage: [
          product
            ? say(TEXTS.takenAs, language, { words, code: product.hs_code, product: name })
            : say(TEXTS.noProduct, language, { product: words }),
          ...sayAll(coverage, language),
        ].join(' '),
        missing: [
          ...(product ? [] : [say(TEXTS.noProduct, language, { product: words })]),
          ...(data.buyers.length === 0 ? [say(TEXTS.noBuyers, language, { product: name })] : []),
          ...(data.countries.length === 0 ? [say(TEXTS.noCountries, language)] : []),
          ...sayAll(uniqueTexts([...named.gaps, ...importing.gaps]), language),
          say(TEXTS.noTerms, language),
        ],
        confidence: data.buyers.length > 0 ? 'high' : data.countries.length > 0 ? 'medium' : 'low',
      };
    },
  });

  /** Countries are still worth telling when the service of records fails. */
  async function importers(query: BuyerQuery, signal: AbortSignal): Promise<Buyers> {
    try {
      return await shipments.buyers(query, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof AppError)) throw error;
      return { ...NOBODY, gaps: [gapOf(error)] };
    }
  }

  async function importingCountries(
    hsCodes: readonly string[],
    origin: string,
    language: Language,
    signal: AbortSignal,
  ) {
    if (hsCodes.length === 0) return { countries: [], sources: [], coverage: [], gaps: [] };
    const query = { reporter: origin, flow: 'X', hsCodes, years: [] } as const;
    const [partners, total] = await trade.all(
      [
        { ...query, partner: EVERY },
        { ...query, partner: WORLD },
      ],
      signal,
    );
    const ranked = rank(partners?.facts ?? [], total?.facts ?? [], []).map(
      ({ rank: position, fact, share }): BuyingCountry => ({
        rank: position,
        country: place(countries, fact.partner, language),
        value_usd: fact.valueUsd,
        share,
        ...shownPeriod(fact, language),
        source_id: fact.sourceId,
      }),
    );
    return {
      countries: ranked,
      sources: partners?.sources ?? [],
      coverage: partners?.coverage ?? [],
      gaps: partners?.gaps ?? [],
    };
  }
}
