import { timestamp } from '../../../../common/clock.js';
import { AppError } from '../../../../common/errors/app-error.js';
import { type Text } from '../../../../common/i18n/language.js';
import { type Source } from '../../../../session/index.js';
import { gapOf } from '../chain/provider-gap.js';
import { type Countries } from '../countries/countries.js';
import {
  ALL_GOODS,
  EVERY,
  TradeData,
  type TradeFact,
  type TradeFacts,
  type TradeQuery,
  WORLD,
} from '../trade-data.port.js';
import { EUROPEAN_UNION } from '../countries/european-union.js';
import { placeOfWits, witsPlace } from './wits-places.js';
import { tradeOf, type WitsTrade } from './wits-trade-series.js';
import { type WitsClient } from './wits.client.js';
import { WITS_URL } from './wits.policy.js';

const NOTHING: TradeFacts = { facts: [], sources: [], coverage: [], gaps: [] };
const COVERAGE: Text = {
  en: 'World Bank WITS trade statistics (UN Comtrade behind them): all goods together, in US dollars, one to three years late.',
  zh: '世界银行 WITS 贸易统计（源自 UN Comtrade）：全部商品合计，单位美元，发布滞后一至三年。',
};
/** Its goods are groups such as `84-85_MachElec`, none of which is a code of the Harmonized System but this. */
const TOTAL = 'Total';
const INDICATORS = { X: 'XPRT-TRD-VL', M: 'MPRT-TRD-VL' } as const;
const THOUSAND = 1_000;
/** A list of all countries is of one year: the first of these years before this one that is out. */
const YEARS_BACK = [2, 3];
/** A query nobody named a year in gets so many of the newest. */
const RECENT_YEARS = 4;

/** What countries trade in all goods together, the world as a reporter included; of single goods it has nothing. */
export class WitsTradeData extends TradeData {
  constructor(
    private readonly client: WitsClient,
    private readonly countries: Countries,
  ) {
    super();
  }

  override all(queries: readonly TradeQuery[], signal: AbortSignal): Promise<readonly TradeFacts[]> {
    return Promise.all(queries.map((query) => this.answer(query, signal)));
  }

  private async answer(query: TradeQuery, signal: AbortSignal): Promise<TradeFacts> {
    if (!query.hsCodes.includes(ALL_GOODS)) return NOTHING;
    try {
      for (const year of yearsToAsk(query)) {
        const path = pathOf(query, year);
        const answer = await this.client.ask(path, signal);
        const rows = answer ? newest(tradeOf(answer), query) : [];
        const source = this.sourceOf(query, path, rows);
        const facts = rows.flatMap((row) => factsOf(row, query, source.id));
        if (facts.length > 0) return { facts, sources: [source], coverage: [COVERAGE], gaps: [] };
      }
      return NOTHING;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof AppError)) throw error;
      return { ...NOTHING, gaps: [gapOf(error)] };
    }
  }

  private sourceOf({ reporter, flow }: TradeQuery, path: string, rows: readonly WitsTrade[]): Source {
    const who = reporter === EVERY ? 'each country' : this.countries.name(reporter, 'en');
    const years = rows.map(({ year }) => year).toSorted();
    const [first, last] = [years[0], years.at(-1)];
    return {
      id: `wits-trade-${path.replace(/[^\w]+/g, '-')}`,
      title: `World Bank WITS trade statistics: ${flow === 'X' ? 'exports' : 'imports'} of all goods as reported by ${who}`,
      publisher: 'World Bank',
      url: `${WITS_URL}/API/V1/SDMX/V21/datasource/${path}?format=JSON`,
      ...(first !== undefined && { period: first === last ? first : `${first}–${last}` }),
      retrieved_at: timestamp(),
      licence: 'WITS terms of use',
      confidence: 'verbatim',
    };
  }
}

/** Two parts of a question may be `all`: where one side is everybody, the year is one. */
function yearsToAsk({ reporter, partner, years }: TradeQuery): string[] {
  if (reporter !== EVERY && partner !== EVERY) return ['all'];
  if (reporter === EVERY && partner === EVERY) return [];
  const thisYear = new Date().getFullYear();
  const newestYear = years.filter((year) => year <= thisYear).toSorted((a, b) => b - a)[0];
  return newestYear === undefined ? YEARS_BACK.map((back) => String(thisYear - back)) : [String(newestYear)];
}

function pathOf({ reporter, partner, flow }: TradeQuery, year: string): string {
  const sides = `reporter/${witsPlace(reporter)}/year/${year}/partner/${witsPlace(partner)}`;
  return `tradestats-trade/${sides}/product/${TOTAL}/indicator/${INDICATORS[flow]}`;
}

/** The years that were asked for, else the newest few. */
function newest(rows: readonly WitsTrade[], { years }: TradeQuery): WitsTrade[] {
  if (years.length > 0) return rows.filter(({ year }) => years.includes(Number(year)));
  const published = [...new Set(rows.map(({ year }) => year))].toSorted();
  const first = published.at(-RECENT_YEARS) ?? published[0] ?? '';
  return rows.filter(({ year }) => year >= first);
}

function factsOf(row: WitsTrade, query: TradeQuery, sourceId: string): TradeFact[] {
  const [reporter, partner] = [placeOfWits(row.reporter), placeOfWits(row.partner)];
  if (reporter === undefined || partner === undefined || row.product !== TOTAL) return [];
  if (!isAsked(reporter, query.reporter) || !isAsked(partner, query.partner)) return [];
  return [
    {
      reporter,
      partner,
      hsCodes: [ALL_GOODS],
      description: null,
      flow: query.flow,
      period: row.year,
      isAverage: false,
      valueUsd: Math.round(row.thousands * THOUSAND),
      quantity: null,
      quantityUnit: null,
      series: `wits-trade-${query.flow}`,
      confidence: 'verbatim',
      sourceId,
    },
  ];
}

function isAsked(place: string, asked: string): boolean {
  return asked === EVERY ? place !== WORLD && place !== EUROPEAN_UNION : place === asked;
}
