import { AppError } from '../../../../common/errors/app-error.js';
import { type ProviderClient } from '../http/provider-client.js';
import { type ProviderHttp } from '../http/provider-http.js';
import { ProviderErrors } from '../http/provider.errors.js';
import { comextReporter } from './eurostat-codes.js';
import { type ComextRequest } from './eurostat-plan.js';
import { EUROSTAT, EUROSTAT_URL } from './eurostat.policy.js';
import { comextAnswer } from './eurostat.schema.js';
import { cellsOf, type CubeCell } from './json-stat.js';

/** EU trade since 1988 by HS2-4-6 and CN8. */
const DATA_SET = 'DS-045409';
const INDICATORS = ['VALUE_IN_EUROS', 'QUANTITY_IN_100KG'];

export interface ComextCells {
  readonly cells: readonly CubeCell[];
  /** When Eurostat last changed the data set, RFC 3339 full-date, where it says so. */
  readonly updated: string | undefined;
}

/** Eurostat's Comext over its dissemination API. */
export class EurostatClient {
  private readonly client: ProviderClient;

  constructor(
    http: ProviderHttp,
    private readonly baseUrl: string = EUROSTAT_URL,
  ) {
    this.client = http.client(EUROSTAT);
  }

  /** Years or their months; nothing where there is no data, which is said with 404 or with an empty cube. */
  async cells(request: ComextRequest, frequency: 'A' | 'M', signal: AbortSignal): Promise<ComextCells> {
    const url = new URL(comextAddress(request, frequency), this.baseUrl);
    const answer = await this.client.json({ url, signal, emptyStatuses: [404] }, comextAnswer);
    if (answer === undefined) return { cells: [], updated: undefined };
    if ('warning' in answer) {
      const params = { provider: EUROSTAT.name, status: answer.warning.status };
      throw new AppError(ProviderErrors.PROVIDER_REQUEST_REFUSED, { params });
    }
    const updated = /^\d{4}-\d{2}-\d{2}/.exec(answer.updated ?? '')?.[0];
    return { cells: cellsOf(answer), updated };
  }
}

/** Path and query of a request; on Eurostat's own site anybody can open it. */
export function comextAddress(
  { reporter, partners, flow, hsCodes, years }: ComextRequest,
  frequency: 'A' | 'M',
): string {
  const [first, last] = [Math.min(...years), Math.max(...years)];
  const parameters: [string, string][] = [
    ['format', 'JSON'],
    ['lang', 'en'],
    ['freq', frequency],
    ['reporter', comextReporter(reporter) ?? ''],
    ...(partners ?? []).map((partner): [string, string] => ['partner', partner]),
    ...hsCodes.map((code): [string, string] => ['product', code]),
    ['flow', flow === 'M' ? '1' : '2'],
    ...INDICATORS.map((indicator): [string, string] => ['indicators', indicator]),
    ['sinceTimePeriod', frequency === 'A' ? String(first) : `${first}-01`],
    ['untilTimePeriod', frequency === 'A' ? String(last) : `${last}-12`],
  ];
  const query = new URLSearchParams(parameters).toString();
  return `/eurostat/api/comext/dissemination/statistics/1.0/data/${DATA_SET}?${query}`;
}
