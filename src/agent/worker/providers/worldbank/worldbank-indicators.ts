import { AppError } from '../../../../common/errors/app-error.js';
import { type Text } from '../../../../common/i18n/language.js';
import { gapOf, uniqueTexts } from '../chain/provider-gap.js';
import {
  CountryIndicators,
  type Indicator,
  INDICATORS,
  type IndicatorValue,
  type IndicatorValues,
} from '../country-indicators.port.js';
import { type WorldBankClient, type WorldBankRow } from './worldbank.client.js';

const CODES: Readonly<Record<Indicator, string>> = {
  gdp: 'NY.GDP.MKTP.CD',
  gdp_per_person: 'NY.GDP.PCAP.CD',
  imports_of_goods: 'TM.VAL.MRCH.CD.WT',
  logistics_index: 'LP.LPI.OVRL.XQ',
};
/** The logistics index comes out every few years. */
const YEARS_BACK = 8;

const COVERAGE: Text = {
  en: 'World Bank indicators, the newest year of each.',
  zh: '世界银行指标，取各指标最新年份。',
};

/** What the World Bank publishes of countries. */
export class WorldBankIndicators extends CountryIndicators {
  constructor(private readonly client: WorldBankClient) {
    super();
  }

  override async of(countries: readonly string[], signal: AbortSignal): Promise<IndicatorValues> {
    const answers = await Promise.all(INDICATORS.map((indicator) => this.ask(indicator, countries, signal)));
    const values = answers.flatMap((answer) => answer.values);
    return {
      values,
      sources: answers.flatMap((answer) => answer.sources),
      coverage: values.length > 0 ? [COVERAGE] : [],
      gaps: uniqueTexts(answers.flatMap((answer) => answer.gaps)),
    };
  }

  private async ask(indicator: Indicator, countries: readonly string[], signal: AbortSignal): Promise<IndicatorValues> {
    const code = CODES[indicator];
    const thisYear = new Date().getFullYear();
    try {
      const { rows, source } = await this.client.series(code, countries, [thisYear - YEARS_BACK, thisYear], signal);
      const values = countries.flatMap((country) => newest(rows, country, indicator, source.id));
      return { values, sources: [source], coverage: [], gaps: [] };
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof AppError)) throw error;
      return { values: [], sources: [], coverage: [], gaps: [gapOf(error)] };
    }
  }
}

function newest(
  rows: readonly WorldBankRow[],
  country: string,
  indicator: Indicator,
  sourceId: string,
): IndicatorValue[] {
  const [latest] = rows
    .filter(({ countryiso3code, value }) => countryiso3code === country && value !== null)
    .toSorted((a, b) => b.date.localeCompare(a.date));
  if (!latest || latest.value === null) return [];
  return [{ country, indicator, value: latest.value, year: Number(latest.date), sourceId }];
}
