import { z } from 'zod';
import { type Language, say, type Text } from '../../../../common/i18n/language.js';
import { uniqueTexts } from '../../providers/chain/provider-gap.js';
import { type Indicator, type IndicatorValues } from '../../providers/country-indicators.port.js';
import { type Providers } from '../../providers/providers.types.js';
import { EVERY, type TradeFact, type TradeQuery, WORLD } from '../../providers/trade-data.port.js';
import { citedSources } from '../citations.js';
import { findCountry, place, productRef, requireProduct } from '../references.js';
import { sayAll } from '../say-all.js';
import { defineTool, type ToolFindings } from '../tool.js';
import { partsOf, yearsOnYears } from '../trade-figures/trade-comparison.js';
import { isOfYears, newestFirst, shownPeriod } from '../trade-figures/trade-periods.js';
import { type CompareMarketsData, type ComparedMarket, type MarketFigure } from './compare-markets.types.js';

const place60 = z.string().trim().min(2).max(60);
const compareMarketsInput = z.object({
  product: z.string().trim().min(1).max(200).describe('The product in Chinese or English words, or its HS code.'),
  markets: z
    .array(place60)
    .min(1)
    .max(10)
    .describe('The countries to compare as markets: ISO codes or names, e.g. ["USA", "德国", "Vietnam"].'),
  exporter: place60.default('CHN').describe('The country that wants to sell there.'),
  years: z
    .array(z.number().int().min(1990).max(2100))
    .max(5)
    .default([])
    .describe('Years asked for; empty for the newest.'),
});

const LABELS: Readonly<Record<Indicator, Text>> = {
  gdp: { en: 'GDP', zh: '国内生产总值' },
  gdp_per_person: { en: 'GDP per person', zh: '人均国内生产总值' },
  imports_of_goods: { en: 'imports of all goods', zh: '货物进口总额' },
  logistics_index: { en: 'logistics performance index', zh: '物流绩效指数' },
};
const TEXTS = {
  summary: {
    en: '{product} (HS {code}): {count} of {all} markets with figures',
    zh: '{product}（HS {code}）：{all} 个市场中 {count} 个有数据',
  },
  takenAs: { en: '"{words}" was taken as HS {code}, {product}.', zh: '“{words}”按 HS {code}（{product}）查询。' },
  notHeld: { en: 'No imports of {product} by {market} are held.', zh: '未收录{market}的{product}进口数据。' },
  notComparable: {
    en: 'The figures of {market} are of another source or period and are not ranked with the others.',
    zh: '{market}的数据来源或期间不同，未参与排名。',
  },
} satisfies Record<string, Text>;

type Valued = TradeFact & { readonly valueUsd: number };

/** What several countries import of a product, and how much of it from one exporter. */
export function compareMarketsTool({
  trade,
  indicators,
  nomenclature,
  countries,
}: Pick<Providers, 'trade' | 'indicators' | 'nomenclature' | 'countries'>) {
  return defineTool({
    name: 'compare_markets',
    description:
      'Compares up to ten countries as markets for one product: what each imports from the world and from one exporter, the exporter’s share, growth, and general indicators such as GDP, each with period and source. Markets are ranked only by figures of the same source and period. Use it for "which market is better"; for one route use query_trade_statistics.',
    activity: { en: 'Comparing markets', zh: '正在比较市场' },
    input: compareMarketsInput,
    version: 1,
    run: async (input, { language, signal }): Promise<ToolFindings<CompareMarketsData>> => {
      const code = requireProduct(nomenclature, input.product);
      const exporter = findCountry(countries, input.exporter);
      const markets = [...new Set(input.markets.map((name) => findCountry(countries, name)))].filter(
        (market) => market !== WORLD && market !== EVERY,
      );
      const hsCodes = nomenclature.statisticalCodes(code);
      const years = [...input.years].sort((a, b) => b - a);
      const query = (reporter: string, partner: string, flow: 'X' | 'M'): TradeQuery => ({
        reporter,
        partner,
        flow,
        hsCodes,
        years,
      });
      const [answers, known] = await Promise.all([
        trade.all(
          markets.flatMap((market) => [
            query(market, WORLD, 'M'),
            query(market, exporter, 'M'),
            query(exporter, market, 'X'),
          ]),
          signal,
        ),
        indicators.of(markets, signal),
      ]);
      const bases = markets.map((_, index) => newestOf(answers[3 * index]?.facts ?? [], years));
      const list = comparable(bases);
      const compared = markets.map((market, index): ComparedMarket => {
        const all = (answers[3 * index]?.facts ?? []).filter(hasValue);
        const base = list.find((fact) => fact.reporter === market) ?? bases[index];
        const bought = [...(answers[3 * index + 1]?.facts ?? []), ...(answers[3 * index + 2]?.facts ?? [])].filter(
          hasValue,
        );
        const pair = base && bought.map((fact) => partsOf([fact], [base])[0]).find((found) => found !== undefined);
        const part = pair?.part ?? newestOf(bought, years);
        const position = list.findIndex((fact) => fact === base);
        return {
          rank: position < 0 ? null : position + 1,
          market: place(countries, market, language),
          imports: base ? figure(base, language) : null,
          from_exporter: part ? figure(part, language) : null,
          exporter_share: pair ? pair.part.valueUsd / pair.whole.valueUsd : null,
          growth: growthOf(all, base),
          indicators: indicatorsOf(market, known, language),
        };
      });
      const product = productRef(nomenclature, code, language);
      const data: CompareMarketsData = {
        product,
        exporter: place(countries, exporter, language),
        markets: compared.toSorted((a, b) => order(a) - order(b)),
      };
      const held = compared.filter(({ imports }) => imports !== null);
      const named = { code, product: product.name };
      const all = [...answers, known];
      return {
        data,
        sources: citedSources(
          data,
          all.flatMap(({ sources }) => sources),
        ),
        summary: say(TEXTS.summary, language, { ...named, count: held.length, all: markets.length }),
        coverage: [
          say(TEXTS.takenAs, language, { ...named, words: input.product }),
          ...sayAll(uniqueTexts(all.flatMap(({ coverage }) => coverage)), language),
        ].join(' '),
        missing: [
          ...data.markets.flatMap(({ imports, rank, market }) => {
            const about = { ...named, market: market.name };
            if (imports === null) return [say(TEXTS.notHeld, language, about)];
            return rank === null && held.length > 1 ? [say(TEXTS.notComparable, language, about)] : [];
          }),
          ...sayAll(uniqueTexts(all.flatMap(({ gaps }) => gaps)), language),
        ],
        confidence:
          held.length === 0
            ? 'low'
            : held.every(({ imports }) => imports?.confidence === 'verbatim')
              ? 'high'
              : 'medium',
      };
    },
  });
}

function hasValue(fact: TradeFact): fact is Valued {
  return fact.valueUsd !== null;
}

/** The figure of a year asked for, else the newest. */
function newestOf(facts: readonly TradeFact[], years: readonly number[]): Valued | undefined {
  const valued = facts.filter(hasValue).sort(newestFirst);
  return valued.find((fact) => isOfYears(fact, years)) ?? valued[0];
}

/** The largest group of figures of one period, source and product, the largest figure first; a single one is no list. */
function comparable(bases: readonly (Valued | undefined)[]): Valued[] {
  const groups = new Map<string, Valued[]>();
  for (const fact of bases) {
    if (!fact) continue;
    const key = [fact.period, fact.series, fact.hsCodes.join('+')].join(' ');
    groups.set(key, [...(groups.get(key) ?? []), fact]);
  }
  const [largest = []] = [...groups.values()].sort((a, b) => b.length - a.length);
  return largest.length < 2 ? [] : largest.sort((a, b) => b.valueUsd - a.valueUsd);
}

function figure(fact: Valued, language: Language): MarketFigure {
  return {
    hs_code: fact.hsCodes.join('+'),
    value_usd: fact.valueUsd,
    ...shownPeriod(fact, language),
    confidence: fact.confidence,
    source_id: fact.sourceId,
  };
}

function growthOf(facts: readonly Valued[], base: Valued | undefined): ComparedMarket['growth'] {
  const step = yearsOnYears(facts).find(({ to }) => to === base);
  if (!step) return null;
  const { from, to } = step;
  return {
    from_period: from.period,
    to_period: to.period,
    rate: to.valueUsd / from.valueUsd - 1,
    source_ids: [...new Set([from.sourceId, to.sourceId])],
  };
}

function indicatorsOf(market: string, { values }: IndicatorValues, language: Language): ComparedMarket['indicators'] {
  return values
    .filter(({ country }) => country === market)
    .map(({ indicator, value, year, sourceId }) => ({
      indicator,
      label: say(LABELS[indicator], language),
      value,
      unit: indicator === 'logistics_index' ? 'index 1–5' : 'USD',
      year,
      source_id: sourceId,
    }));
}

/** Ranked ones by rank, then those with a figure, then the rest. */
function order({ rank, imports }: ComparedMarket): number {
  return rank ?? (imports ? 1_000 : 2_000);
}
