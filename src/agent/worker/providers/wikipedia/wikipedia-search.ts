import { load } from 'cheerio';
import { z } from 'zod';
import { HOUR, SECOND } from '../../../../common/clock.js';
import { type Language, type Text } from '../../../../common/i18n/language.js';
import { type ProviderClient } from '../http/provider-client.js';
import { type ProviderHttp } from '../http/provider-http.js';
import { type ProviderPolicy, USUAL_POLICY } from '../http/provider-policy.js';
import { type SearchHits, WebSearch } from '../web-search.port.js';

/** Wikipedia: CC BY-SA text, one request after the other, a User-Agent that tells whom to write to. */
const WIKIPEDIA: ProviderPolicy = {
  ...USUAL_POLICY,
  id: 'wikipedia',
  name: 'Wikipedia',
  terms: 'https://foundation.wikimedia.org/wiki/Policy:Terms_of_Use',
  rate: { requests: 10, perMs: 2 * SECOND },
  concurrency: 1,
  cacheMs: 6 * HOUR,
};

const wikipediaAnswer = z.object({
  query: z.object({
    search: z.array(z.object({ title: z.string(), snippet: z.string(), timestamp: z.string().optional() })),
  }),
});

const COVERAGE: Text = {
  en: 'Articles of Wikipedia only: no web search is configured.',
  zh: '仅检索维基百科条目：未配置网页搜索服务。',
};

/** What there is to search without any key. */
export class WikipediaSearch extends WebSearch {
  private readonly client: ProviderClient;

  constructor(
    http: ProviderHttp,
    private readonly baseUrl: (language: Language) => string = (language) => `https://${language}.wikipedia.org`,
  ) {
    super();
    this.client = http.client(WIKIPEDIA);
  }

  override async search(words: string, language: Language, limit: number, signal: AbortSignal): Promise<SearchHits> {
    const url = new URL('/w/api.php', this.baseUrl(language));
    const parameters = {
      action: 'query',
      list: 'search',
      srsearch: words,
      srlimit: String(limit),
      format: 'json',
      utf8: '1',
    };
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    const answer = await this.client.json({ url, signal }, wikipediaAnswer);
    const hits = (answer?.query.search ?? []).map(({ title, snippet, timestamp }) => ({
      title: `${title} – Wikipedia`,
      url: `https://${language}.wikipedia.org/wiki/${encodeURIComponent(title.replaceAll(' ', '_'))}`,
      snippet: load(snippet).text(),
      published: timestamp?.slice(0, 10) ?? null,
      licence: 'CC BY-SA 4.0',
    }));
    return { hits, coverage: [COVERAGE], gaps: [] };
  }
}
