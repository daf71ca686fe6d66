import { createHash } from 'node:crypto';
import { timestamp } from '../../../../common/clock.js';
import { AppError } from '../../../../common/errors/app-error.js';
import { type Text } from '../../../../common/i18n/language.js';
import { type Source } from '../../../../session/index.js';
import { gapOf } from '../chain/provider-gap.js';
import { type Countries } from '../countries/countries.js';
import { EUROPEAN_UNION } from '../countries/european-union.js';
import { ProviderErrors } from '../http/provider.errors.js';
import { type ExchangeRates, type YearlyRates } from '../exchange-rates.port.js';
import { EVERY, TradeData, type TradeFact, type TradeFacts, type TradeQuery, WORLD } from '../trade-data.port.js';
import { type ComextFigure, comextFigures, comextSeries, sumsOfMonths } from './comext-figures.js';
import { type ComextRequest, comextYears, planComext } from './eurostat-plan.js';
import { comextAddress, type EurostatClient } from './eurostat.client.js';
import { EUROSTAT_URL } from './eurostat.policy.js';

const COVERAGE: Text = {
  en: 'Eurostat Comext: what members of the EU report, in euros (exports FOB, imports CIF), up to the latest month; US dollars are converted at the average rate of the year (World Bank).',
  zh: '欧盟统计局 Comext：欧盟成员国申报数据，以欧元计（出口 FOB、进口 CIF），更新至最新月份；美元金额按世界银行年均汇率折算。',
};
const NO_RATE: Text = {
  en: 'For the newest figures of Eurostat no average exchange rate of the year is published yet: they are in euros only.',
  zh: '欧盟统计局最新数据所在年份尚无年均汇率，仅提供欧元金额。',
};
const OUTSIDE: Text = {
  en: 'The European Union’s trade with the world is that with countries outside of it.',
  zh: '欧盟对全球贸易仅指与欧盟以外国家的贸易。',
};

/** What one request brought. */
interface Fetched {
  readonly facts: readonly TradeFact[];
  readonly sources: readonly Source[];
  readonly failure?: AppError;
}

/** Trade figures of the European Union and its members, newer than anybody else's. Others report nothing here. */
export class EurostatTradeData extends TradeData {
  constructor(
    private readonly client: EurostatClient,
    private readonly rates: ExchangeRates,
    private readonly countries: Countries,
  ) {
    super();
  }

  override async all(queries: readonly TradeQuery[], signal: AbortSignal): Promise<readonly TradeFacts[]> {
    const thisYear = new Date().getFullYear();
    const requests = planComext(queries, thisYear);
    const fetched = await Promise.all(requests.map((request) => this.fetch(request, signal)));
    return queries.map((query) => answer(query, fetched, comextYears(query, thisYear)));
  }

  /** The years, and month by month those that are not out as a year. One request that fails leaves the others alone. */
  private async fetch(request: ComextRequest, signal: AbortSignal): Promise<Fetched> {
    try {
      const yearly = await this.yearly(request, signal);
      const open = request.years.filter((year) => !yearly.figures.some(({ period }) => period === String(year)));
      const monthly = open.length === 0 ? undefined : await this.figures({ ...request, years: open }, 'M', signal);
      const parts = [yearly, ...(monthly ? [monthly] : [])].filter(({ figures }) => figures.length > 0);
      if (parts.length === 0) return { facts: [], sources: [] };
      const rates = await this.ratesOf(request.years, signal);
      const sources = parts.map(({ source }) => ratedSource(source, rates));
      const facts = parts.flatMap(({ figures, source }) =>
        figures.map((figure) => factOf(figure, request, source.id, rates)),
      );
      return { facts, sources };
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof AppError)) throw error;
      return { facts: [], sources: [], failure: error };
    }
  }

  /** Where Eurostat has no years of this data it may refuse to be asked for them: the months are still there. */
  private async yearly(request: ComextRequest, signal: AbortSignal) {
    try {
      return await this.figures(request, 'A', signal);
    } catch (error) {
      if (!(error instanceof AppError) || error.kind !== ProviderErrors.PROVIDER_REQUEST_REFUSED) throw error;
      return { figures: [], source: this.sourceOf(request, 'A', undefined) };
    }
  }

  private async figures(request: ComextRequest, frequency: 'A' | 'M', signal: AbortSignal) {
    const { cells, updated } = await this.client.cells(request, frequency, signal);
    const figures = comextFigures(cells, request.reporter);
    return {
      figures: frequency === 'A' ? figures : sumsOfMonths(figures),
      source: this.sourceOf(request, frequency, updated),
    };
  }

  /** Without a rate the figures are in euros only: that is no reason to have none. */
  private async ratesOf(years: readonly number[], signal: AbortSignal): Promise<YearlyRates | undefined> {
    try {
      return await this.rates.euro(years, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof AppError)) throw error;
      return undefined;
    }
  }

  private sourceOf(request: ComextRequest, frequency: 'A' | 'M', updated: string | undefined): Source {
    const url = new URL(comextAddress(request, frequency), EUROSTAT_URL).href;
    const years = request.years.toSorted((a, b) => a - b);
    const direction = request.flow === 'X' ? 'exports' : 'imports';
    const often = frequency === 'A' ? 'annual' : 'monthly';
    return {
      id: `eurostat-${createHash('sha256').update(url).digest('hex').slice(0, 10)}`,
      title: `Eurostat Comext (DS-045409): ${often} ${direction} of ${this.countries.name(request.reporter, 'en')}`,
      publisher: 'Eurostat',
      url,
      period: years.length > 1 ? `${years[0]}–${years.at(-1)}` : String(years[0]),
      ...(updated !== undefined && { as_of: updated }),
      retrieved_at: timestamp(),
      licence: 'Reuse with attribution (Commission Decision 2011/833/EU)',
      confidence: 'verbatim',
    };
  }
}

function answer(query: TradeQuery, fetched: readonly Fetched[], years: readonly number[]): TradeFacts {
  const facts = fetched.flatMap((part) => part.facts.filter((fact) => answers(fact, query, years)));
  const failure = fetched.find((part) => part.failure)?.failure;
  const used = new Set(facts.map(({ sourceId }) => sourceId));
  const outside = query.reporter === EUROPEAN_UNION && query.partner === WORLD && facts.length > 0;
  return {
    facts,
    sources: fetched.flatMap((part) => part.sources.filter(({ id }) => used.has(id))),
    coverage: [...(facts.length > 0 ? [COVERAGE] : []), ...(outside ? [OUTSIDE] : [])],
    gaps: [
      ...(facts.length === 0 && failure ? [gapOf(failure)] : []),
      ...(facts.some(({ valueUsd }) => valueUsd === null) ? [NO_RATE] : []),
    ],
  };
}

function answers(fact: TradeFact, query: TradeQuery, years: readonly number[]): boolean {
  const isPartner =
    query.partner === EVERY ? fact.partner.length === 3 && !isGroup(fact) : fact.partner === query.partner;
  return (
    isPartner &&
    fact.reporter === query.reporter &&
    fact.flow === query.flow &&
    query.hsCodes.includes(fact.hsCodes[0] ?? '') &&
    years.includes(Number(fact.period.slice(0, 4)))
  );
}

function isGroup({ partner }: TradeFact): boolean {
  return partner === WORLD || partner === EUROPEAN_UNION;
}

function factOf(
  { partner, hsCode, period, euros, kilograms }: ComextFigure,
  { reporter, flow }: ComextRequest,
  sourceId: string,
  rates: YearlyRates | undefined,
): TradeFact {
  const rate = rates?.dollars.get(Number(period.slice(0, 4)));
  return {
    reporter,
    partner,
    hsCodes: [hsCode],
    description: null,
    flow,
    period,
    isAverage: false,
    valueUsd: rate === undefined ? null : Math.round(euros * rate),
    original: { value: euros, currency: 'EUR' },
    quantity: kilograms,
    quantityUnit: kilograms === null ? null : 'kg',
    series: comextSeries(flow),
    confidence: rate === undefined ? 'verbatim' : 'derived',
    sourceId,
  };
}

/** The source says by which rates its euros became dollars. */
function ratedSource(source: Source, rates: YearlyRates | undefined): Source {
  if (!rates || rates.dollars.size === 0) return source;
  const years = [...rates.dollars].toSorted(([a], [b]) => a - b);
  const said = years.map(([year, rate]) => `${year}: 1 EUR = ${rate.toFixed(4)} US$`).join(', ');
  return {
    ...source,
    title: `${source.title}; US$ at the yearly average (${rates.source.title}; ${said})`,
    confidence: 'derived',
  };
}
