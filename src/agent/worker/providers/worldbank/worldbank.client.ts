import { z } from 'zod';
import { DAY, SECOND, timestamp } from '../../../../common/clock.js';
import { type Source } from '../../../../session/index.js';
import { type ProviderClient } from '../http/provider-client.js';
import { type ProviderHttp } from '../http/provider-http.js';
import { type ProviderPolicy, USUAL_POLICY } from '../http/provider-policy.js';

const WORLDBANK_URL = 'https://api.worldbank.org';

const WORLDBANK: ProviderPolicy = {
  ...USUAL_POLICY,
  id: 'worldbank',
  name: 'World Bank Indicators',
  terms: 'https://datacatalog.worldbank.org/public-licenses#cc-by',
  rate: { requests: 10, perMs: 2 * SECOND },
  concurrency: 4,
  cacheMs: DAY,
};

const row = z.object({
  indicator: z.object({ value: z.string() }),
  countryiso3code: z.string(),
  date: z.string(),
  value: z.number().nullable(),
});
export type WorldBankRow = z.output<typeof row>;
/** Mistakes come with status 200 as a list with one message; no data as null in place of rows. */
const answerSchema = z.tuple([z.object({ lastupdated: z.string().optional() }), z.array(row).nullable()]);

/** One indicator of several countries, and where it is read. */
export interface WorldBankSeries {
  readonly rows: readonly WorldBankRow[];
  readonly source: Source;
}

/** The indicators of the World Bank, by code. */
export class WorldBankClient {
  private readonly client: ProviderClient;

  constructor(
    http: ProviderHttp,
    private readonly baseUrl: string = WORLDBANK_URL,
  ) {
    this.client = http.client(WORLDBANK);
  }

  /** @param countries ISO 3166-1 alpha-3, or a code of the World Bank's own such as `EMU`, the euro area */
  async series(
    code: string,
    countries: readonly string[],
    [from, to]: readonly [from: number, to: number],
    signal: AbortSignal,
  ): Promise<WorldBankSeries> {
    const url = new URL(`/v2/country/${countries.join(';')}/indicator/${code}`, this.baseUrl);
    const parameters = { format: 'json', date: `${from}:${to}`, per_page: '1000' };
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    const answer = await this.client.json({ url, signal }, answerSchema);
    const rows = answer?.[1] ?? [];
    return { rows, source: sourceOf(code, rows[0]?.indicator.value ?? code, answer?.[0].lastupdated) };
  }
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
