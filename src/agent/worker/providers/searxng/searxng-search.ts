import { z } from 'zod';
import { MINUTE } from '../../../../common/clock.js';
import { type Language } from '../../../../common/i18n/language.js';
import { type ProviderClient } from '../http/provider-client.js';
import { type ProviderHttp } from '../http/provider-http.js';
import { type ProviderPolicy, USUAL_POLICY } from '../http/provider-policy.js';
import { type SearchHits, WebSearch } from '../web-search.port.js';

/** A SearXNG of one's own. JSON must be switched on in it (`search.formats`), or it answers 403. */
const SEARXNG: ProviderPolicy = {
  ...USUAL_POLICY,
  id: 'searxng',
  name: 'SearXNG',
  terms: 'https://docs.searxng.org/',
  rate: { requests: 60, perMs: MINUTE },
  attemptMs: 8_000,
  cacheMs: 30 * MINUTE,
};

const searxngAnswer = z.object({
  results: z.array(
    z.object({
      title: z.string(),
      url: z.string(),
      content: z.string().nullish(),
      publishedDate: z.string().nullish(),
    }),
  ),
});
const LANGUAGES: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en-US' };

/** Web search by the operator's own SearXNG. */
export class SearxngSearch extends WebSearch {
  private readonly client: ProviderClient;

  constructor(
    http: ProviderHttp,
    private readonly baseUrl: string,
  ) {
    super();
    this.client = http.client(SEARXNG);
  }

  override async search(words: string, language: Language, limit: number, signal: AbortSignal): Promise<SearchHits> {
    const url = new URL(`${this.baseUrl.replace(/\/+$/, '')}/search`);
    for (const [name, value] of Object.entries({ q: words, format: 'json', language: LANGUAGES[language] }))
      url.searchParams.set(name, value);
    const answer = await this.client.json({ url, signal }, searxngAnswer);
    const hits = (answer?.results ?? []).slice(0, limit).map(({ title, url: address, content, publishedDate }) => ({
      title,
      url: address,
      snippet: content ?? '',
      published: publishedDate?.slice(0, 10) ?? null,
      licence: null,
    }));
    return { hits, coverage: [{ en: 'Web search by SearXNG.', zh: '网页搜索：SearXNG。' }], gaps: [] };
  }
}
