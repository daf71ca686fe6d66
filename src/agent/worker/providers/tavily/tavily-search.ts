import { z } from 'zod';
import { HOUR, MINUTE } from '../../../../common/clock.js';
import { type Language } from '../../../../common/i18n/language.js';
import { type ProviderClient } from '../http/provider-client.js';
import { type ProviderHttp } from '../http/provider-http.js';
import { type ProviderPolicy, USUAL_POLICY } from '../http/provider-policy.js';
import { type SearchHits, WebSearch } from '../web-search.port.js';

export const TAVILY_URL = 'https://api.tavily.com';

/** Tavily: with a key only; one credit a basic search. */
const TAVILY: ProviderPolicy = {
  ...USUAL_POLICY,
  id: 'tavily',
  name: 'Tavily',
  terms: 'https://tavily.com/terms',
  keyed: true,
  rate: { requests: 60, perMs: MINUTE },
  attemptMs: 10_000,
  cacheMs: HOUR,
};

const tavilyAnswer = z.object({
  results: z.array(
    z.object({ title: z.string(), url: z.string(), content: z.string(), published_date: z.string().nullish() }),
  ),
});

export class TavilySearch extends WebSearch {
  private readonly client: ProviderClient;

  constructor(
    http: ProviderHttp,
    private readonly key: string,
    private readonly baseUrl: string = TAVILY_URL,
  ) {
    super();
    this.client = http.client(TAVILY);
  }

  override async search(words: string, _language: Language, limit: number, signal: AbortSignal): Promise<SearchHits> {
    const url = new URL('/search', this.baseUrl);
    const body = { query: words, max_results: limit, search_depth: 'basic', topic: 'general' };
    const answer = await this.client.json(
      { url, body, headers: { authorization: `Bearer ${this.key}` }, signal },
      tavilyAnswer,
    );
    const hits = (answer?.results ?? []).map(({ title, url: address, content, published_date }) => ({
      title,
      url: address,
      snippet: content,
      published: published_date ?? null,
      licence: null,
    }));
    return { hits, coverage: [{ en: 'Web search by Tavily.', zh: '网页搜索：Tavily。' }], gaps: [] };
  }
}
