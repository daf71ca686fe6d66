import isoCountries from 'i18n-iso-countries/index.js';
import { timestamp } from '../../../../common/clock.js';
import { type Text } from '../../../../common/i18n/language.js';
import { type Source } from '../../../../session/index.js';
import { type TariffQuery, type TariffRate, type TariffRates, Tariffs } from '../tariffs.port.js';
import { EU_MEMBERS, EUROPEAN_UNION } from '../countries/european-union.js';
import { type WitsTariff, tariffsOf } from './wits-tariff-series.js';
import { type WitsClient } from './wits.client.js';

/** The partner that stands for all: the most-favoured-nation rate. */
const EVERYBODY = '000';
const UNION_CODE = '918';
/** Tariffs are published one to three years late. */
const YEARS_BACK = [1, 2, 3, 4];

const COVERAGE: Text = {
  en: 'World Bank WITS (UNCTAD TRAINS): applied tariffs as reported, averages over the national lines of a six-digit code.',
  zh: '世界银行 WITS（UNCTAD TRAINS）：各国申报的实际适用关税，为六位编码下各税目的简单平均。',
};
const ONLY_BASE_DUTIES: Text = {
  en: 'Not covered: additional, anti-dumping and safeguard duties, quotas, VAT and excise.',
  zh: '未覆盖：附加关税、反倾销税、保障措施关税、配额、增值税和消费税。',
};

/** Rates of most countries, by year, some years late. */
export class WitsTariffs extends Tariffs {
  constructor(private readonly client: WitsClient) {
    super();
  }

  override async rates(query: TariffQuery, signal: AbortSignal): Promise<TariffRates> {
    const reporter = reporterOf(query.importer);
    const hsCodes = query.hsCodes.filter((code) => code.length === 6);
    const thisYear = new Date().getFullYear();
    const years = query.year === undefined ? YEARS_BACK.map((back) => thisYear - back) : [query.year];
    for (const year of reporter === undefined ? [] : years) {
      for (const code of hsCodes) {
        const general = await this.ask(`${reporter}/partner/${EVERYBODY}/product/${code}/year/${year}`, signal);
        if (general.length === 0) continue;
        const partner = query.exporter && isoCountries.alpha3ToNumeric(query.exporter);
        const special = partner
          ? await this.ask(`${reporter}/partner/${partner}/product/${code}/year/${year}`, signal)
          : [];
        const source = sourceOf(query.importer, code, String(year));
        return {
          rates: [
            ...general.map((tariff) => rateOf('mfn', tariff, source.id)),
            ...special.map((tariff) => rateOf('preferential', tariff, source.id)),
          ],
          sources: [source],
          coverage: [COVERAGE],
          gaps: [ONLY_BASE_DUTIES],
        };
      }
    }
    return { rates: [], sources: [], coverage: [COVERAGE], gaps: [] };
  }

  private async ask(path: string, signal: AbortSignal): Promise<WitsTariff[]> {
    const answer = await this.client.ask(`TRN/reporter/${path}/datatype/reported`, signal);
    return answer ? tariffsOf(answer) : [];
  }
}

function reporterOf(importer: string): string | undefined {
  return EU_MEMBERS.has(importer) || importer === EUROPEAN_UNION ? UNION_CODE : isoCountries.alpha3ToNumeric(importer);
}

function rateOf(kind: TariffRate['kind'], tariff: WitsTariff, sourceId: string): TariffRate {
  const { product, productName, average, min, max, year, nomenclature } = tariff;
  return {
    kind,
    tariffCode: product,
    description: productName,
    rate: `${average}%`,
    percent: average,
    range: min !== null && max !== null && min !== max ? [min, max] : null,
    edition: year,
    note: nomenclature === null ? null : `nomenclature ${nomenclature}`,
    sourceId,
  };
}

function sourceOf(importer: string, code: string, year: string): Source {
  return {
    id: `wits-tariff-${importer}-${code}-${year}`,
    title: `UNCTAD TRAINS via World Bank WITS: tariff of ${isoCountries.getName(importer, 'en') ?? importer} on HS ${code}, ${year}`,
    publisher: 'World Bank, UNCTAD',
    url: `https://wits.worldbank.org/tariff/trains/en/country/${importer}/partner/ALL/product/${code}`,
    period: year,
    retrieved_at: timestamp(),
    licence: 'WITS terms of use',
    confidence: 'verbatim',
  };
}
