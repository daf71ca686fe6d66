import { z } from 'zod';
import { HOUR, MINUTE } from '../../../../common/clock.js';
import { AppError } from '../../../../common/errors/app-error.js';
import { type ProviderClient } from '../http/provider-client.js';
import { type ProviderHttp } from '../http/provider-http.js';
import { type ProviderPolicy, USUAL_POLICY } from '../http/provider-policy.js';
import { ProviderErrors } from '../http/provider.errors.js';

export const TENDATA_URL = 'https://open-api.tendata.cn';

/** Tendata: with a key only; points are charged a record, so answers are kept and nothing is tried twice. */
const TENDATA: ProviderPolicy = {
  ...USUAL_POLICY,
  id: 'tendata',
  name: 'Tendata',
  terms: 'https://open-api.tendata.cn/en/',
  keyed: true,
  rate: { requests: 100, perMs: MINUTE },
  attemptMs: 15_000,
  attempts: 1,
  cacheMs: 6 * HOUR,
};

const envelope = <T extends z.ZodType>(data: T) =>
  z.object({ success: z.boolean(), code: z.number(), msg: z.string().nullish(), data: data.nullish() });
const tokenAnswer = envelope(z.object({ accessToken: z.string(), expiresIn: z.number() }));

export const shipment = z.object({
  date: z.string(),
  hsCode: z.string().nullish(),
  importer: z.string().nullish(),
  importerCountry: z.string().nullish(),
  exporter: z.string().nullish(),
  sumOfUSD: z.coerce.number().nullish(),
});
export type Shipment = z.output<typeof shipment>;
/** The document says `list`; services have been seen to answer `content`. */
const tradeAnswer = envelope(z.object({ list: z.array(shipment).optional(), content: z.array(shipment).optional() }));

/** The token is no good any more: asked for anew, once. */
const TOKEN_GONE = new Set([401, 40301, 40302]);
const OUT_OF_POINTS = 40010;
/** A token is given up this long before its end. */
const MARGIN = 5 * MINUTE;

/** Tendata's open API: a token for the key, then customs records. */
export class TendataClient {
  private readonly client: ProviderClient;
  private token: { readonly value: string; readonly until: number } | undefined;

  constructor(
    http: ProviderHttp,
    private readonly key: string,
    private readonly baseUrl: string = TENDATA_URL,
  ) {
    this.client = http.client(TENDATA);
  }

  /** @param filter as the API names its fields; page and size are set here */
  async imports(filter: Readonly<Record<string, unknown>>, size: number, signal: AbortSignal): Promise<Shipment[]> {
    const body = { pageNo: 1, pageSize: size, catalog: 'imports', ...filter };
    let answer = await this.ask(body, await this.accessToken(signal), signal);
    if (TOKEN_GONE.has(answer.code)) {
      this.token = undefined;
      answer = await this.ask(body, await this.accessToken(signal), signal);
    }
    if (!answer.success) throw this.refusal(answer.code);
    return answer.data?.list ?? answer.data?.content ?? [];
  }

  private async ask(body: Readonly<Record<string, unknown>>, token: string, signal: AbortSignal) {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await this.client.json(
      { url: `${this.baseUrl}/v2/trade`, body, headers, signal, cacheMs: 0 },
      tradeAnswer,
    );
    return answer ?? { success: false, code: 404, data: null };
  }

  private async accessToken(signal: AbortSignal): Promise<string> {
    if (this.token && Date.now() < this.token.until) return this.token.value;
    const url = new URL('/v2/access-token', this.baseUrl);
    url.searchParams.set('apiKey', this.key);
    const answer = await this.client.json({ url, signal, cacheMs: 0 }, tokenAnswer);
    if (!answer?.success || !answer.data) throw this.refusal(answer?.code ?? 401);
    const { accessToken, expiresIn } = answer.data;
    this.token = { value: accessToken, until: Date.now() + expiresIn * 1000 - MARGIN };
    return accessToken;
  }

  private refusal(code: number): AppError {
    const params = { provider: TENDATA.name, status: code };
    if (code === OUT_OF_POINTS || code === 429) return new AppError(ProviderErrors.PROVIDER_LIMITED, { params });
    if (code === 401 || code === 403 || TOKEN_GONE.has(code))
      return new AppError(ProviderErrors.PROVIDER_KEY_REFUSED, { params });
    return new AppError(ProviderErrors.PROVIDER_REQUEST_REFUSED, { params });
  }
}
