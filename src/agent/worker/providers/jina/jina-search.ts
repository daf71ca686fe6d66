import { z } from 'zod';
import { type Language } from '../../../../common/i18n/language.js';
import { type ProviderClient } from '../http/provider-client.js';
import { type ProviderHttp } from '../http/provider-http.js';
import { type SearchHits, WebSearch } from '../web-search.port.js';
import { JINA_SEARCH, JINA_SEARCH_URL } from './jina.policy.js';

const searchAnswer = z.object({
  data: z.array(
    z.object({
      title: z.string().nullish(),
      url: z.string(),
      description: z.string().nullish(),
      date: z.string().nullish(),
    }),
  ),
});
/** "No search results available" comes as a refusal. */
const NO_RESULTS = 422;

/** Web search of Jina; snippets only, as whole pages cost ten times as much. */
export class JinaSearch extends WebSearch {
  private readonly client: ProviderClient;

  constructor(
    http: ProviderHttp,
    private readonly key: string,
    private readonly baseUrl: string = JINA_SEARCH_URL,
  ) {
    super();
    this.client = http.client(JINA_SEARCH);
  }

  override async search(words: string, language: Language, limit: number, signal: AbortSignal): Promise<SearchHits> {
    const url = new URL('/', this.baseUrl);
    for (const [name, value] of Object.entries({ q: words, num: String(limit), hl: language }))
      url.searchParams.set(name, value);
    const headers = { authorization: `Bearer ${this.key}`, 'x-respond-with': 'no-content' };
    const answer = await this.client.json({ url, headers, signal, emptyStatuses: [NO_RESULTS] }, searchAnswer);
    const hits = (answer?.data ?? []).map(({ title, url: address, description, date }) => ({
      title: title || address,
      url: address,
      snippet: description ?? '',
      published: date ?? null,
      licence: null,
    }));
    return { hits, coverage: [{ en: 'Web search by Jina.', zh: '网页搜索：Jina。' }], gaps: [] };
  }
}
