import { createHash } from 'node:crypto';
import { BrokenCircuitError, BulkheadRejectedError, CircuitState } from 'cockatiel';
import { type Dispatcher, fetch, type Response } from 'undici';
import { type z } from 'zod';
import { type TwoLayerCache } from '../../../../cache/index.js';
import { AppError } from '../../../../common/errors/app-error.js';
import { type Connectivity } from './connectivity.js';
import { type Pace } from './pace.js';
import { ProviderErrors } from './provider.errors.js';
import { neverConnected, refusalOf } from './provider-failure.js';
import { type ProviderPolicy, type ProviderState } from './provider-policy.js';
import { createResilience, LONGEST_RETRY_WAIT } from './resilience.js';
import { retryAfterMs } from './retry-after.js';

/** One request to a provider. */
export interface ProviderRequest {
  readonly url: string | URL;
  readonly signal: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON by POST. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** Statuses by which this provider says "nothing there"; the answer is then undefined. */
  readonly emptyStatuses?: readonly number[];
  /** Life of this answer in the cache, where it differs from the policy's. */
  readonly cacheMs?: number;
}

/** A file that is kept by its owner between two downloads. */
export interface Download {
  readonly bytes: Uint8Array;
  readonly etag: string | null;
  readonly lastModified: string | null;
}

/** What a client is made of beside its policy. */
export interface ClientParts {
  readonly dispatcher: Dispatcher;
  readonly cache: Pick<TwoLayerCache, 'get' | 'set'>;
  readonly connectivity: Connectivity;
  readonly userAgent: string;
}

/**
 * The only way to a provider: within its limits, with a time limit, tried again when that may help, left alone when it is out of order,
 * answered from the cache as long as its policy allows. Throws `PROVIDER_…` errors and, when the signal is aborted, its reason.
 */
export class ProviderClient {
  private readonly resilience;

  constructor(
    readonly policy: ProviderPolicy,
    private readonly pace: Pace,
    private readonly parts: ClientParts,
  ) {
    this.resilience = createResilience(policy);
  }

  async state(): Promise<ProviderState> {
    if (!(await this.parts.connectivity.online())) return 'offline';
    if (this.resilience.breaker.state === CircuitState.Open) return 'open';
    return this.pace.held ? 'limited' : 'up';
  }

  /** The answer as JSON of that form; undefined where the provider says there is nothing. */
  json<S extends z.ZodType>(request: ProviderRequest, schema: S): Promise<z.output<S> | undefined> {
    return this.cached(request, 'json', async (response) => {
      const text = await this.readText(response);
      const parsed = schema.safeParse(parseJson(text));
      if (!parsed.success) throw this.failure('PROVIDER_ANSWER_INVALID', parsed.error);
      return parsed.data;
    });
  }

  /** The answer as it is; undefined where the provider says there is nothing. */
  text(request: ProviderRequest): Promise<string | undefined> {
    return this.cached(request, 'text', (response) => this.readText(response));
  }

  /** A file, unless it is still the one with that tag or date: then undefined. Never cached here. */
  download(
    request: Omit<ProviderRequest, 'body' | 'cacheMs' | 'emptyStatuses'>,
    known?: Pick<Download, 'etag' | 'lastModified'>,
  ): Promise<Download | undefined> {
    const headers = {
      ...request.headers,
      ...(known?.etag && { 'if-none-match': known.etag }),
      ...(known?.lastModified && { 'if-modified-since': known.lastModified }),
    };
    return this.send({ ...request, headers, emptyStatuses: [304] }, async (response) => ({
      bytes: await this.readBytes(response),
      etag: response.headers.get('etag'),
      lastModified: response.headers.get('last-modified'),
    }));
  }

  private async cached<T>(request: ProviderRequest, form: string, read: (response: Response) => Promise<T>) {
    const { cache } = this.parts;
    const life = request.cacheMs ?? this.policy.cacheMs;
    if (life === 0) return this.send(request, read);
    const namespace = `provider-${this.policy.id}`;
    const key = createHash('sha256')
      .update(JSON.stringify([form, String(request.url), request.body ?? null]))
      .digest('base64url');
    const hit = await cache.get<{ value: T | null }>(namespace, key);
    if (hit) return hit.value ?? undefined;
    const value = await this.send(request, read);
    await cache.set(namespace, key, { value: value ?? null }, life);
    return value;
  }

  private async send<T>(request: ProviderRequest, read: (response: Response) => Promise<T>): Promise<T | undefined> {
    request.signal.throwIfAborted();
    if (!(await this.parts.connectivity.online())) throw this.failure('PROVIDER_OFFLINE');
    if (this.pace.held) throw this.limited();
    try {
      return await this.resilience.policy.execute(() => this.attempt(request, read), request.signal);
    } catch (error) {
      request.signal.throwIfAborted();
      if (error instanceof BrokenCircuitError) throw this.failure('PROVIDER_FAILED', error);
      if (error instanceof BulkheadRejectedError) throw this.limited();
      throw error;
    }
  }

  private async attempt<T>(request: ProviderRequest, read: (response: Response) => Promise<T>): Promise<T | undefined> {
    if (!(await this.pace.turn(request.signal))) throw this.limited();
    const timeout = AbortSignal.timeout(this.policy.attemptMs);
    try {
      const response = await this.fetch(request, AbortSignal.any([request.signal, timeout]));
      if (request.emptyStatuses?.includes(response.status)) return await dismiss(response);
      if (!response.ok) await this.refuse(response);
      return await read(response);
    } catch (error) {
      request.signal.throwIfAborted();
      if (error instanceof AppError) throw error;
      if (timeout.aborted) throw this.failure('PROVIDER_TIMED_OUT', error);
      if (neverConnected(error)) this.parts.connectivity.doubt();
      throw this.failure('PROVIDER_UNREACHABLE', error);
    }
  }

  private fetch({ url, headers, body }: ProviderRequest, signal: AbortSignal): Promise<Response> {
    return fetch(url, {
      dispatcher: this.parts.dispatcher,
      signal,
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        'user-agent': this.parts.userAgent,
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  private async refuse(response: Response): Promise<never> {
    const wait = retryAfterMs(response.headers.get('retry-after'));
    await dismiss(response);
    // Who comes back too early is banned for a day (Wikidata), so all workers hear of it.
    if (wait !== undefined && wait > LONGEST_RETRY_WAIT) await this.pace.hold(wait);
    throw refusalOf(this.policy, response.status, wait);
  }

  private async readText(response: Response): Promise<string> {
    // Some providers begin their files with a byte order mark, which TextDecoder takes away.
    return new TextDecoder().decode(await this.readBytes(response));
  }

  private async readBytes(response: Response): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk as Uint8Array);
      size += (chunk as Uint8Array).byteLength;
      if (size > this.policy.maxBytes)
        throw this.failure('PROVIDER_ANSWER_INVALID', new Error('The answer is too large.'));
    }
    return Buffer.concat(chunks);
  }

  private limited(): AppError {
    const options = { params: { provider: this.policy.name }, retryAfter: this.pace.heldSeconds };
    return new AppError(ProviderErrors.PROVIDER_LIMITED, options);
  }

  private failure(code: keyof typeof ProviderErrors, cause?: unknown): AppError {
    return new AppError(ProviderErrors[code], { params: { provider: this.policy.name }, cause });
  }
}

async function dismiss(response: Response): Promise<undefined> {
  await response.body?.cancel();
  return undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
