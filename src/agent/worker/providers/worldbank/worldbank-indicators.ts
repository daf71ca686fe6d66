import { z } from 'zod';
import { DAY, SECOND, timestamp } from '../../../../common/clock.js';
import { AppError } from '../../../../common/errors/app-error.js';
import { type Text } from '../../../../common/i18n/language.js';
import { type Source } from '../../../../session/index.js';
import { gapOf, uniqueTexts } from '../chain/provider-gap.js';
import {
  CountryIndicators,
  type Indicator,
  INDICATORS,
  type IndicatorValue,
  type IndicatorValues,
} from '../country-indicators.port.js';
import { type ProviderClient } from '../http/provider-client.js';
import { type ProviderHttp } from '../http/provider-http.js';
import { type ProviderPolicy, USUAL_POLICY } from '../http/provider-policy.js';

export const WORLDBANK_URL = 'https://api.worldbank.org';

const WORLDBANK: ProviderPolicy = {
  ...USUAL_POLICY,
  id: 'worldbank',
  name: 'World Bank Indicators',
  terms: 'https://datacatalog.worldbank.org/public-licenses#cc-by',
  rate: { requests: 10, perMs: 2 * SECOND },
  concurrency: 4,
  cacheMs: DAY,
};

const CODES: Readonly<Record<Indicator, string>> = {
  gdp: 'NY.GDP.MKTP.CD',
  gdp_per_person: 'NY.GDP.PCAP.CD',
  imports_of_goods: 'TM.VAL.MRCH.CD.WT',
  logistics_index: 'LP.LPI.OVRL.XQ',
};
/** The logistics index comes out every few years. */
const YEARS_BACK = 8;

const row = z.object({
  indicator: z.object({ value: z.string() }),
  countryiso3code: z.string(),
  date: z.string(),
  value: z.number().nullable(),
});
/** Mistakes come with status 200 as a list with one message; no data as null in place of rows. */
const answerSchema = z.tuple([z.object({ lastupdated: z.string().optional() }), z.array(row).nullable()]);

const COVERAGE: Text = {
  en: 'World Bank indicators, the newest year of each.',
  zh: '世界银行指标，取各指标最新年份。',
};

/** What the World Bank publishes of countries. */
export class WorldBankIndicators extends CountryIndicators {
  private readonly client: ProviderClient;

  constructor(
    http: ProviderHttp,
    private readonly baseUrl: string = WORLDBANK_URL,
  ) {
    super();
    this.client = http.client(WORLDBANK);
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
    const url = new URL(`/v2/country/${countries.join(';')}/indicator/${code}`, this.baseUrl);
    const parameters = { format: 'json', date: `${thisYear - YEARS_BACK}:${thisYear}`, per_page: '1000' };
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    try {
      const answer = await this.client.json({ url, signal }, answerSchema);
      const rows = answer?.[1] ?? [];
      const source = sourceOf(code, rows[0]?.indicator.value ?? code, answer?.[0].lastupdated);
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
  rows: readonly z.output<typeof row>[],
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

function sourceOf(code: string, name: string, updated: string | undefined): Source {
  return {
    id: `worldbank-${code}`,
    title: `World Bank: ${name} (${code})`,
    publisher: 'World Bank',
    url: `https://data.worldbank.org/indicator/${code}`,
    ...(updated !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(updated) && { as_of: updated }),
    retrieved_at: timestamp(),
    licence: 'CC BY 4.0',
    confidence: 'verbatim',
  };
}
