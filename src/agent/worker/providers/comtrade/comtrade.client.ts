import { AppError } from '../../../../common/errors/app-error.js';
import { DAY } from '../../../../common/clock.js';
import { type ProviderClient } from '../http/provider-client.js';
import { type ProviderHttp } from '../http/provider-http.js';
import { type ComtradeRequest } from './comtrade-plan.js';
import { comtradeAnswer, comtradeAvailability, type ComtradeRow } from './comtrade.schema.js';
import { COMTRADE_KEYED, COMTRADE_PREVIEW, COMTRADE_URL } from './comtrade.policy.js';

/** The preview cuts an answer here without a word. */
const PREVIEW_ROWS = 500;
/** A list that was cut is asked for in halves, so many times. */
const MOST_SPLITS = 2;
/** Rows beside these split the totals by customs procedure, transport and second partner: adding them up would count twice. */
const TOTALS_ONLY = { customsCode: 'C00', motCode: '0', partner2Code: '0' } as const;

export interface ComtradeRows {
  readonly rows: readonly ComtradeRow[];
  /** Some rows were cut off and are nowhere. */
  readonly truncated: boolean;
}

/** Annual goods data of UN Comtrade: the preview for everybody, the full service with a key. */
export class ComtradeClient {
  private readonly preview: ProviderClient;
  private readonly keyed: ProviderClient | undefined;

  constructor(
    http: ProviderHttp,
    private readonly key: string | undefined,
    private readonly baseUrl: string = COMTRADE_URL,
  ) {
    this.preview = http.client(COMTRADE_PREVIEW);
    this.keyed = key === undefined ? undefined : http.client(COMTRADE_KEYED);
  }

  async rows(request: ComtradeRequest, signal: AbortSignal): Promise<ComtradeRows> {
    if (this.keyed) {
      try {
        return { rows: await this.ask(this.keyed, '/data/v1/get', request, signal), truncated: false };
      } catch (error) {
        // A wrong key or a used-up day is no reason to answer nothing: the preview is still there.
        if (!(error instanceof AppError)) throw error;
      }
    }
    return this.previewed(request, signal, MOST_SPLITS);
  }

  /** The newest year a reporter has delivered; undefined where nothing is known of it. */
  async latestYear(reporter: number, signal: AbortSignal): Promise<number | undefined> {
    const url = new URL('/public/v1/getDA/C/A/HS', this.baseUrl);
    url.searchParams.set('reporterCode', String(reporter));
    const answer = await this.preview.json({ url, signal, cacheMs: DAY, emptyStatuses: [404] }, comtradeAvailability);
    const years = (answer?.data ?? []).filter((row) => row.reporterCode === reporter).map(({ period }) => period);
    return years.length === 0 ? undefined : Math.max(...years);
  }

  private async previewed(request: ComtradeRequest, signal: AbortSignal, splits: number): Promise<ComtradeRows> {
    const rows = await this.ask(this.preview, '/public/v1/preview', request, signal);
    if (rows.length < PREVIEW_ROWS) return { rows, truncated: false };
    const halves = splits === 0 ? undefined : halve(request);
    if (!halves) return { rows, truncated: true };
    const parts = await Promise.all(halves.map((half) => this.previewed(half, signal, splits - 1)));
    return { rows: parts.flatMap((part) => part.rows), truncated: parts.some(({ truncated }) => truncated) };
  }

  private async ask(client: ProviderClient, path: string, request: ComtradeRequest, signal: AbortSignal) {
    const url = new URL(`${path}/C/A/HS`, this.baseUrl);
    const { reporters, partners, flow, hsCodes, years } = request;
    const parameters = {
      ...(reporters !== undefined && { reporterCode: reporters.join(',') }),
      ...(partners !== undefined && { partnerCode: partners.join(',') }),
      flowCode: flow,
      cmdCode: hsCodes.join(','),
      period: years.join(','),
      ...TOTALS_ONLY,
      includeDesc: 'false',
    };
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    const headers: Record<string, string> =
      client === this.keyed && this.key !== undefined ? { 'ocp-apim-subscription-key': this.key } : {};
    const answer = await client.json({ url, signal, headers, emptyStatuses: [404] }, comtradeAnswer);
    return answer?.data ?? [];
  }
}

/** By years first, then by codes and reporters; undefined where there is nothing left to halve. */
function halve(request: ComtradeRequest): ComtradeRequest[] | undefined {
  const { years, hsCodes, reporters = [] } = request;
  const cut = <T>(list: readonly T[]) => [list.slice(0, list.length >> 1), list.slice(list.length >> 1)];
  if (years.length > 1) return cut(years).map((half) => ({ ...request, years: half }));
  if (hsCodes.length > 1) return cut(hsCodes).map((half) => ({ ...request, hsCodes: half }));
  if (reporters.length > 1) return cut(reporters).map((half) => ({ ...request, reporters: half }));
  return undefined;
}
