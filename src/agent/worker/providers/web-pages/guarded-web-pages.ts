import { Agent, fetch, type Response } from 'undici';
import { timestamp, SECOND } from '../../../../common/clock.js';
import { AppError } from '../../../../common/errors/app-error.js';
import { type Language } from '../../../../common/i18n/language.js';
import { WebPages, type WebPage } from '../web-pages.port.js';
import { FetchErrors } from './fetch.errors.js';
import { guardedLookup, type ResolveHost, resolveHost } from './guarded-lookup.js';
import { checkPageAddress, type PageAddress } from './page-address.js';

export interface GuardedWebPagesOptions {
  /** `FETCH_ALLOW_PRIVATE_HOSTS`: hosts, with or without a port, that are read although they are private. */
  readonly allowPrivateHosts: readonly string[];
  /** Time one page may take, redirects included. Milliseconds; 10 s by default. */
  readonly timeoutMs?: number;
  /** Bytes of one page after decompression; 2 MiB by default. */
  readonly maxBytes?: number;
  /** The content types that are read; HTML by default. */
  readonly accepts?: RegExp;
  /** How names are resolved; the system's resolver by default. */
  readonly resolve?: ResolveHost;
}

/** Who we say we are, and whom a robots.txt addresses. */
export const USER_AGENT = 'TradeFlow';
const MAX_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const PAGE_TYPES = /^(text\/html|application\/xhtml\+xml)\b/i;
const ACCEPT_LANGUAGE: Readonly<Record<Language, string>> = { zh: 'zh-CN,zh;q=0.9,en;q=0.7', en: 'en,zh;q=0.6' };

/**
 * Reads pages for users without becoming their way into our network (SSRF): see docs/data-sources.md. No cookies, no credentials, no
 * referrer are ever sent.
 */
export class GuardedWebPages extends WebPages {
  private readonly guarded: Agent;
  private readonly trusted = new Agent({ connections: 4 });
  private readonly timeoutMs: number;
  private readonly maxBytes: number;

  constructor(private readonly options: GuardedWebPagesOptions) {
    super();
    this.timeoutMs = options.timeoutMs ?? 10 * SECOND;
    this.maxBytes = options.maxBytes ?? 2 * 1024 * 1024;
    this.guarded = new Agent({ connections: 4, connect: { lookup: guardedLookup(options.resolve ?? resolveHost) } });
  }

  override async read(
    url: string,
    { language, signal }: { language: Language; signal: AbortSignal },
  ): Promise<WebPage> {
    const timeout = AbortSignal.timeout(this.timeoutMs);
    try {
      return await this.follow(url, language, AbortSignal.any([signal, timeout]));
    } catch (error) {
      signal.throwIfAborted();
      throw asFetchError(error, timeout.aborted);
    }
  }

  /** Ends the idle connections; they keep no process alive, but a server in a test waits for them. */
  async close(): Promise<void> {
    await Promise.all([this.guarded.destroy(), this.trusted.destroy()]);
  }

  private async follow(url: string, language: Language, signal: AbortSignal): Promise<WebPage> {
    let address = checkPageAddress(url, this.options.allowPrivateHosts);
    for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
      const response = await this.request(address, language, signal);
      const location = REDIRECTS.has(response.status) ? response.headers.get('location') : null;
      if (location === null) return await this.accept(address, response);
      await response.body?.cancel();
      address = checkPageAddress(location, this.options.allowPrivateHosts, address.url);
    }
    throw new AppError(FetchErrors.FETCH_TOO_MANY_REDIRECTS, { params: { limit: MAX_REDIRECTS } });
  }

  private request({ url, trusted }: PageAddress, language: Language, signal: AbortSignal): Promise<Response> {
    return fetch(url, {
      dispatcher: trusted ? this.trusted : this.guarded,
      redirect: 'manual',
      signal,
      headers: {
        'user-agent': `${USER_AGENT}/0.1 (reads one product page at the request of a user)`,
        accept: 'text/html,application/xhtml+xml',
        'accept-language': ACCEPT_LANGUAGE[language],
      },
    });
  }

  private async accept({ url }: PageAddress, response: Response): Promise<WebPage> {
    const contentType = response.headers.get('content-type');
    const refuse = async (error: AppError) => {
      await response.body?.cancel();
      throw error;
    };
    if (!response.ok) await refuse(new AppError(FetchErrors.FETCH_REFUSED, { params: { status: response.status } }));
    if (contentType !== null && !(this.options.accepts ?? PAGE_TYPES).test(contentType)) {
      await refuse(new AppError(FetchErrors.FETCH_NOT_A_PAGE, { params: { type: contentType.split(';')[0] ?? '' } }));
    }
    return { url: url.href, body: await this.readBody(response), contentType, readAt: timestamp() };
  }

  /** Counts what comes out of decompression, so that a small bomb is no large page. */
  private async readBody(response: Response): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk as Uint8Array);
      size += (chunk as Uint8Array).byteLength;
      if (size > this.maxBytes) {
        throw new AppError(FetchErrors.FETCH_TOO_LARGE, { params: { limit: `${this.maxBytes / 1024 / 1024} MB` } });
      }
    }
    return Buffer.concat(chunks);
  }
}

/** What undici throws is a `TypeError: fetch failed`; the reason is somewhere down its causes. */
function asFetchError(error: unknown, timedOut: boolean): AppError {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (cause instanceof AppError) return cause;
  return new AppError(timedOut ? FetchErrors.FETCH_TIMED_OUT : FetchErrors.FETCH_UNREACHABLE, { cause: error });
}
