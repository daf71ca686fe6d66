import { type Language, say } from '../../../../common/i18n/language.js';
import { type Countries } from '../../providers/countries/countries.js';
import { type HsNomenclature } from '../../providers/nomenclature/hs-nomenclature.js';
import { type Providers } from '../../providers/providers.types.js';
import { EVERY, type TradeFact, WORLD } from '../../providers/trade-data.port.js';
import { citedSources } from '../citations.js';
import { inSentence } from '../country-wording.js';
import { findCountry, place, productRef, requireProduct } from '../references.js';
import { sayAll } from '../say-all.js';
import { defineTool, type ToolFindings } from '../tool.js';
import { queryTradeStatisticsInput } from './query-trade-statistics.input.js';
import {
  type ContextRow,
  type Growth,
  type QueryTradeStatisticsData,
  type RankedPartner,
  type Share,
  type TradeRow,
} from './query-trade-statistics.types.js';
import { partsOf, yearsOnYears } from '../trade-figures/trade-comparison.js';
import { type AskedTrade, type HeldTrade, holdTrade } from './trade-held.js';
import { missingOf } from './trade-missing.js';
import { isOfYears, shownPeriod } from '../trade-figures/trade-periods.js';
import { rank } from '../trade-figures/trade-ranking.js';
import { routeLabel, sentence, SHARE_LABELS } from './trade-wording.js';

/** As many partners as a reader takes in. */
const LONGEST_RANKING = 20;

/** What one country trades with another in a product, and what helps to read it. */
export function queryTradeStatisticsTool({
  trade,
  nomenclature,
  countries,
}: Pick<Providers, 'trade' | 'nomenclature' | 'countries'>) {
  return defineTool({
    name: 'query_trade_statistics',
    description:
      'Looks up customs statistics: exports or imports of one country with one partner, the world, or all partners ranked, for one product and given years. Returns figures with period and source, related figures, shares, growth, and what is not held. A figure with is_average=true is a mean over several years and must never be reported as the figure of one year.',
    activity: { en: 'Looking up trade statistics', zh: '正在查询贸易统计数据' },
    input: queryTradeStatisticsInput,
    version: 4,
    run: async (input, { language, signal }): Promise<ToolFindings<QueryTradeStatisticsData>> => {
      const asked: AskedTrade = {
        reporter: findCountry(countries, input.reporter),
        partner: findCountry(countries, input.partner),
        hsCode: requireProduct(nomenclature, input.product),
        flow: input.flow,
        years: [...new Set(input.years)].sort((a, b) => b - a),
      };
      const held = await holdTrade(trade, nomenclature, asked, signal);
      const view = new TradeView(countries, nomenclature, language);
      const data = view.data(asked, held);
      const product = data.asked.product;
      const named = { code: product.hs_code, product: product.name };
      const route = routeLabel(countries, asked, language);
      return {
        data,
        sources: citedSources(data, held.sources),
        summary: sentence('summary', language, {
          ...named,
          route,
          rows: data.rows.length,
          context: data.context.length,
        }),
        coverage:
          `${sentence('takenAs', language, { ...named, words: input.product })} ${sayAll(held.coverage, language).join(' ')}`.trim(),
        missing: [...missingOf(data, asked, route, language), ...sayAll(held.gaps, language)],
        confidence: confidenceOf(data),
      };
    },
  });
}

/** Figures as the reader gets them: names and periods in one language. */
class TradeView {
  constructor(
    private readonly countries: Countries,
    private readonly nomenclature: HsNomenclature,
    private readonly language: Language,
  ) {}

  data(asked: AskedTrade, held: HeldTrade): QueryTradeStatisticsData {
    const { reporter, partner, flow, hsCode, years } = asked;
    const wanted = years.length === 0 ? held.same : held.same.filter((fact) => isOfYears(fact, years));
    const otherwise = held.same.filter((fact) => !wanted.includes(fact));
    const related = [{ role: 'same_trade_other_period' as const, facts: otherwise }, ...held.related];
    const of = (role: ContextRow['role']) => held.related.find((group) => group.role === role)?.facts ?? [];
    return {
      asked: {
        reporter: place(this.countries, reporter, this.language),
        partner: partner === EVERY ? null : place(this.countries, partner, this.language),
        product: productRef(this.nomenclature, hsCode, this.language),
        flow,
        years,
      },
      rows: wanted.map((fact) => this.row(fact)),
      context: related.flatMap(({ role, facts }) =>
        facts.map((fact) => ({ ...this.row(fact), role, label: routeLabel(this.countries, fact, this.language) })),
      ),
      ranking: this.ranking(held, years),
      shares: [
        ...this.shares(
          held.same,
          of('reporter_with_world'),
          say(SHARE_LABELS.reporter[flow], this.language, this.country(reporter)),
        ),
        ...this.shares(
          held.same,
          of('partner_with_world'),
          say(SHARE_LABELS.partner[flow], this.language, this.country(partner)),
        ),
        ...this.shares(
          partner === WORLD || partner === EVERY ? held.same : [],
          of('world'),
          say(SHARE_LABELS.world[flow], this.language),
        ),
      ],
      growth: [held.same, of('reporter_with_world'), of('world')].flatMap((facts) => this.growth(facts)),
    };
  }

  private row(fact: TradeFact): TradeRow {
    const [code = ''] = fact.hsCodes;
    return {
      reporter: place(this.countries, fact.reporter, this.language),
      partner: place(this.countries, fact.partner, this.language),
      hs_code: fact.hsCodes.join('+'),
      hs_description: fact.description ?? productRef(this.nomenclature, code, this.language).description,
      flow: fact.flow,
      ...shownPeriod(fact, this.language),
      value_usd: fact.valueUsd,
      ...(fact.original && { original: fact.original }),
      quantity: fact.quantity,
      quantity_unit: fact.quantityUnit,
      confidence: fact.confidence,
      source_id: fact.sourceId,
    };
  }

  private ranking(held: HeldTrade, years: readonly number[]): RankedPartner[] {
    return rank(held.byPartner, held.same, years)
      .slice(0, LONGEST_RANKING)
      .map(({ rank: position, fact, share }) => ({
        rank: position,
        partner: place(this.countries, fact.partner, this.language),
        value_usd: fact.valueUsd,
        share,
        ...shownPeriod(fact, this.language),
        source_id: fact.sourceId,
      }));
  }

  private shares(parts: readonly TradeFact[], wholes: readonly TradeFact[], label: string): Share[] {
    return partsOf(parts, wholes).map(({ part, whole }) => ({
      label,
      value: part.valueUsd / whole.valueUsd,
      part_usd: part.valueUsd,
      whole_usd: whole.valueUsd,
      ...shownPeriod(part, this.language),
      source_ids: [...new Set([part.sourceId, whole.sourceId])],
    }));
  }

  private growth(facts: readonly TradeFact[]): Growth[] {
    return yearsOnYears(facts).map(({ from, to }) => ({
      label: routeLabel(this.countries, to, this.language),
      from_period: shownPeriod(from, this.language).period,
      to_period: shownPeriod(to, this.language).period,
      from_usd: from.valueUsd,
      to_usd: to.valueUsd,
      rate: to.valueUsd / from.valueUsd - 1,
      source_ids: [...new Set([from.sourceId, to.sourceId])],
    }));
  }

  private country(code: string): { country: string } {
    return { country: inSentence(this.countries.name(code, this.language), this.language) };
  }
}

/** High only for what was asked for, in the words of its publisher; an average or a quotation is medium, a substitute is low. */
function confidenceOf({ rows, context, asked }: QueryTradeStatisticsData): ToolFindings['confidence'] {
  if (rows.length === 0) return context.some(({ role }) => role === 'same_trade_other_period') ? 'medium' : 'low';
  if (rows.some(({ confidence }) => confidence === 'verbatim')) return 'high';
  const answered =
    asked.years.length === 0 || asked.years.every((year) => rows.some(({ period }) => period === String(year)));
  return answered && rows.some(({ confidence }) => confidence === 'derived') ? 'medium' : 'low';
}
