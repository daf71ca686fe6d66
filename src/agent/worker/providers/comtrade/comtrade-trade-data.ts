import { AppError } from '../../../../common/errors/app-error.js';
import { type Text } from '../../../../common/i18n/language.js';
import { type Source } from '../../../../session/index.js';
import { gapOf } from '../chain/provider-gap.js';
import { type Countries } from '../countries/countries.js';
import { EVERY, TradeData, type TradeFact, type TradeFacts, type TradeQuery, WORLD } from '../trade-data.port.js';
import { reporterCode } from './comtrade-codes.js';
import { factsOf, sourceOf } from './comtrade-facts.js';
import { type ComtradeRequest, isList, planRequests, yearsOf } from './comtrade-plan.js';
import { type ComtradeClient } from './comtrade.client.js';

const COVERAGE: Text = {
  en: 'UN Comtrade: annual statistics as each country reports them, in US dollars (exports FOB, imports CIF); two countries’ figures of one trade differ.',
  zh: 'UN Comtrade：各国申报的年度贸易统计，单位美元（出口 FOB、进口 CIF）；双方申报的同一贸易额存在差异。',
};

/** What one request brought. */
interface Fetched {
  readonly facts: readonly TradeFact[];
  readonly source: Source;
  readonly truncated: boolean;
  readonly failure?: AppError;
}

/** Trade figures of UN Comtrade. Of its averages there are none; of the world as a reporter neither. */
export class ComtradeTradeData extends TradeData {
  constructor(
    private readonly client: ComtradeClient,
    private readonly countries: Countries,
  ) {
    super();
  }

  override async all(queries: readonly TradeQuery[], signal: AbortSignal): Promise<readonly TradeFacts[]> {
    const requests = planRequests(queries, new Date().getFullYear());
    const fetched = await Promise.all(requests.map((request) => this.fetch(request, queries, signal)));
    return Promise.all(queries.map((query) => this.answer(query, fetched, signal)));
  }

  /** One request that fails leaves the others alone. */
  private async fetch(request: ComtradeRequest, queries: readonly TradeQuery[], signal: AbortSignal): Promise<Fetched> {
    const names = request.reporters?.map((code) => this.nameOf(code, queries)).join(', ');
    const source = sourceOf(request, names ?? 'each country');
    try {
      const { rows, truncated } = await this.client.rows(request, signal);
      return { facts: factsOf(rows, source.id), source, truncated };
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof AppError)) throw error;
      return { facts: [], source, truncated: false, failure: error };
    }
  }

  private async answer(query: TradeQuery, fetched: readonly Fetched[], signal: AbortSignal): Promise<TradeFacts> {
    const facts = fetched.flatMap((part) => part.facts.filter((fact) => answers(fact, query)));
    const failure = fetched.find((part) => part.failure)?.failure;
    if (facts.length === 0 && failure) return { facts, sources: [], coverage: [], gaps: [gapOf(failure)] };
    const serving = fetched.filter(({ source }) => facts.some(({ sourceId }) => sourceId === source.id));
    return {
      facts,
      sources: serving.map(({ source }) => source),
      coverage: facts.length > 0 ? [COVERAGE] : [],
      gaps: [
        ...(isList(query) && serving.some(({ truncated }) => truncated) ? [TRUNCATED] : []),
        ...(await this.notYetReported(query, facts, signal)),
      ],
    };
  }

  /** Where a country has not delivered a year that was asked for, says up to which it has: the mirror figure may still be there. */
  private async notYetReported(query: TradeQuery, facts: readonly TradeFact[], signal: AbortSignal): Promise<Text[]> {
    const code = reporterCode(query.reporter);
    const newest = query.years.length === 0 ? undefined : yearsOf(query, new Date().getFullYear())[0];
    if (code === undefined || newest === undefined || facts.some(({ period }) => period === String(newest))) return [];
    const latest = await this.client.latestYear(code, signal).catch(() => undefined);
    signal.throwIfAborted();
    if (latest === undefined || latest >= newest) return [];
    const { en, zh } = { en: this.countries.name(query.reporter, 'en'), zh: this.countries.name(query.reporter, 'zh') };
    return [
      {
        en: `${en} has reported to UN Comtrade up to ${latest}.`,
        zh: `${zh}向 UN Comtrade 申报的数据截至 ${latest} 年。`,
      },
    ];
  }

  private nameOf(code: number, queries: readonly TradeQuery[]): string {
    const query = queries.find(({ reporter }) => reporterCode(reporter) === code);
    return this.countries.name(query?.reporter ?? '', 'en');
  }
}

const TRUNCATED: Text = {
  en: 'UN Comtrade cut the list of partners; some are missing from it.',
  zh: 'UN Comtrade 返回的伙伴名单不完整，部分伙伴缺失。',
};

function answers(fact: TradeFact, query: TradeQuery): boolean {
  const asked = (place: string, wanted: string) => (wanted === EVERY ? place !== WORLD : place === wanted);
  return (
    fact.flow === query.flow &&
    asked(fact.reporter, query.reporter) &&
    asked(fact.partner, query.partner) &&
    fact.hsCodes.every((code) => query.hsCodes.includes(code))
  );
}
