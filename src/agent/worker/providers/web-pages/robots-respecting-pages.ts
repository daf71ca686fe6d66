import { createRequire } from 'node:module';
import { LRUCache } from 'lru-cache';
import { HOUR } from '../../../../common/clock.js';
import { AppError } from '../../../../common/errors/app-error.js';
import { type Language } from '../../../../common/i18n/language.js';
import { WebPages, type WebPage } from '../web-pages.port.js';
import { FetchErrors } from './fetch.errors.js';
import { USER_AGENT } from './guarded-web-pages.js';

/** The package's types speak of an ES module, which it is not. */
const robotsParser = createRequire(import.meta.url)('robots-parser') as typeof import('robots-parser').default;
type Robots = ReturnType<typeof robotsParser>;
const NO_RULES: Robots = robotsParser('https://example.org/robots.txt', '');
const KEPT = { max: 500, ttl: HOUR };

/** Asks a site's robots.txt before a page is read, and does as it says. A site without one has no objection. */
export class RobotsRespectingPages extends WebPages {
  private readonly rules = new LRUCache<string, Robots>(KEPT);

  /** @param texts reads plain text files in the same guarded way */
  constructor(
    private readonly pages: WebPages,
    private readonly texts: WebPages,
  ) {
    super();
  }

  override async read(
    url: string,
    options: { readonly language: Language; readonly signal: AbortSignal },
  ): Promise<WebPage> {
    if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) {
      const rules = await this.rulesOf(new URL('/robots.txt', url).href, options);
      if (rules.isAllowed(url, USER_AGENT) === false) throw new AppError(FetchErrors.FETCH_ROBOTS_DISALLOWED);
    }
    return this.pages.read(url, options);
  }

  private async rulesOf(
    address: string,
    options: { readonly language: Language; readonly signal: AbortSignal },
  ): Promise<Robots> {
    const known = this.rules.get(address);
    if (known) return known;
    const rules = await this.texts.read(address, options).then(
      ({ body }) => robotsParser(address, new TextDecoder().decode(body)),
      (error: unknown) => {
        options.signal.throwIfAborted();
        // Why a page itself is not read is told by the page's own attempt.
        if (error instanceof AppError) return NO_RULES;
        throw error;
      },
    );
    this.rules.set(address, rules);
    return rules;
  }
}
