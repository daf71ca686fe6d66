import { type ProviderClient } from '../http/provider-client.js';
import { type ProviderHttp } from '../http/provider-http.js';
import { hasHan } from '../text-match.js';
import { WIKIDATA, WIKIDATA_QUERY, WIKIDATA_QUERY_URL, WIKIDATA_URL } from './wikidata.policy.js';
import { sparqlAnswer, wikidataEntities, type WikidataEntity, wikidataSearch } from './wikidata.schema.js';

/** What one request takes. */
const MOST_IDS = 50;

/** One row of a query's answer: the values by the names of the query's variables. */
export type SparqlRow = Readonly<Record<string, { readonly value: string }>>;

/** Wikidata as we use it: search by name, whole items, and queries. */
export class WikidataClient {
  readonly api: ProviderClient;
  readonly queries: ProviderClient;

  constructor(
    http: ProviderHttp,
    private readonly baseUrl: string = WIKIDATA_URL,
    private readonly queryUrl: string = WIKIDATA_QUERY_URL,
  ) {
    this.api = http.client(WIKIDATA);
    this.queries = http.client(WIKIDATA_QUERY);
  }

  /** Ids of the items with such a name, the best first. */
  async search(name: string, limit: number, signal: AbortSignal): Promise<string[]> {
    const language = hasHan(name) ? 'zh' : 'en';
    const parameters = { action: 'wbsearchentities', search: name, language, uselang: language, type: 'item' };
    const url = this.address({ ...parameters, limit: String(limit) });
    const answer = await this.api.json({ url, signal }, wikidataSearch);
    return (answer?.search ?? []).map(({ id }) => id);
  }

  /** The items by id, with labels in Chinese and English and what else is asked for. */
  async entities(
    ids: readonly string[],
    props: readonly ('labels' | 'aliases' | 'claims' | 'info')[],
    signal: AbortSignal,
  ): Promise<Map<string, WikidataEntity>> {
    if (ids.length === 0) return new Map();
    const url = this.address({
      action: 'wbgetentities',
      ids: ids.slice(0, MOST_IDS).join('|'),
      props: props.join('|'),
      languages: 'zh|zh-cn|zh-hans|en',
    });
    const answer = await this.api.json({ url, signal }, wikidataEntities);
    const found = Object.entries(answer?.entities ?? {});
    return new Map(found.flatMap(([id, entity]) => ('missing' in entity ? [] : [[id, entity]])));
  }

  async query(sparql: string, signal: AbortSignal): Promise<readonly SparqlRow[]> {
    const url = new URL('/sparql', this.queryUrl);
    url.searchParams.set('format', 'json');
    url.searchParams.set('query', sparql);
    const headers = { accept: 'application/sparql-results+json' };
    const answer = await this.queries.json({ url, signal, headers }, sparqlAnswer);
    return answer?.results.bindings ?? [];
  }

  private address(parameters: Readonly<Record<string, string>>): URL {
    const url = new URL('/w/api.php', this.baseUrl);
    for (const [name, value] of Object.entries({ ...parameters, format: 'json' })) url.searchParams.set(name, value);
    return url;
  }
}
