import path from 'node:path';
import { type RedisConnections, type TwoLayerCache } from '../../../cache/index.js';
import { type AppConfig } from '../../../config/index.js';
import { ChainedTradeData } from './chain/chained-trade-data.js';
import { CombinedCompanyData } from './chain/combined-company-data.js';
import { RoutedTariffs } from './chain/routed-tariffs.js';
import { ChainedWebSearch } from './chain/chained-web-search.js';
import { ComtradeTradeData } from './comtrade/comtrade-trade-data.js';
import { ComtradeClient } from './comtrade/comtrade.client.js';
import { COMTRADE_URL } from './comtrade/comtrade.policy.js';
import { EurostatTradeData } from './eurostat/eurostat-trade-data.js';
import { EurostatClient } from './eurostat/eurostat.client.js';
import { GleifCompanyData } from './gleif/gleif-company-data.js';
import { GLEIF_URL } from './gleif/gleif.policy.js';
import { ProviderHttp } from './http/provider-http.js';
import { type ProviderStatus } from './http/provider-policy.js';
import { sharedLimiter } from './http/shared-limiter.js';
import { JinaPageReader } from './jina/jina-page-reader.js';
import { JinaSearch } from './jina/jina-search.js';
import { type Providers } from './providers.types.js';
import { createReferenceProviders } from './reference/reference-providers.js';
import { type ReferenceVocabulary } from './reference/reference-vocabulary.js';
import { SanctionLists } from './sanctions/sanction-lists.js';
import { SearxngSearch } from './searxng/searxng-search.js';
import { TavilySearch } from './tavily/tavily-search.js';
import { TendataShipments } from './tendata/tendata-shipments.js';
import { TendataClient } from './tendata/tendata.client.js';
import { UsitcTariffs } from './usitc/usitc-tariffs.js';
import { WikidataCompanyData } from './wikidata/wikidata-company-data.js';
import { WikidataClient } from './wikidata/wikidata.client.js';
import { WIKIDATA_URL } from './wikidata/wikidata.policy.js';
import { WorldBankExchangeRates } from './worldbank/worldbank-exchange-rates.js';
import { WorldBankClient } from './worldbank/worldbank.client.js';
import { WorldBankIndicators } from './worldbank/worldbank-indicators.js';
import { WitsTariffs } from './wits/wits-tariffs.js';
import { WitsTradeData } from './wits/wits-trade-data.js';
import { WitsClient } from './wits/wits.client.js';
import { WikipediaSearch } from './wikipedia/wikipedia-search.js';
import { GuardedWebPages } from './web-pages/guarded-web-pages.js';
import { checkPageAddress } from './web-pages/page-address.js';
import { RobotsRespectingPages } from './web-pages/robots-respecting-pages.js';
import { type WebPages } from './web-pages.port.js';
import { type WebSearch } from './web-search.port.js';

export interface ConfiguredProviders extends Providers {
  /** The names the reference snapshot knows. */
  readonly vocabulary: ReferenceVocabulary;
  /** How each provider is doing, the reference snapshot first, those without their key last. */
  readonly states: () => Promise<readonly ProviderStatus[]>;
  /**
   * Which providers an answer given now may rest on: the keys that are set, and whether there is an internet. An answer worked out under
   * another edition is not the answer to the same question.
   */
  readonly edition: () => string;
  /** Ends connections and timers. */
  readonly close: () => Promise<void>;
}

const SNAPSHOT: ProviderStatus = {
  id: 'reference',
  name: 'Reference snapshot',
  state: 'up',
  terms: null,
  needs: null,
};

/** Who is asked whether there is an internet: one answer is enough. */
const PROBES = [COMTRADE_URL, WIKIDATA_URL, GLEIF_URL];

/** The providers of this installation: the live ones first, where they may be asked, and the reference snapshot behind them. */
export function createProviders(
  { agent, providers: settings }: Pick<AppConfig, 'agent' | 'providers'>,
  redis: RedisConnections,
  cache: TwoLayerCache,
): ConfiguredProviders {
  const pages = politePages(agent.fetch);
  const reference = createReferenceProviders();
  if (settings.online === 'false')
    return {
      ...reference,
      pages,
      states: () => Promise.resolve([SNAPSHOT]),
      edition: () => 'snapshot',
      close: () => Promise.resolve(),
    };

  const http = new ProviderHttp({
    cache,
    limiter: (policy) => sharedLimiter(policy, redis),
    probes: settings.online === 'auto' ? PROBES : [],
    contact: settings.contact,
  });
  const switchedOn = [
    ...keysOf(settings).flatMap(([id, , key]) => (key === undefined ? [] : [id])),
    ...(settings.pageReader ? ['page-reader'] : []),
  ];
  const comtrade = new ComtradeTradeData(new ComtradeClient(http, settings.comtradeKey), reference.countries);
  const worldBank = new WorldBankClient(http);
  const rates = new WorldBankExchangeRates(worldBank);
  const eurostat = new EurostatTradeData(new EurostatClient(http), rates, reference.countries);
  const witsClient = new WitsClient(http);
  const wits = new WitsTradeData(witsClient, reference.countries);
  const wikidata = new WikidataCompanyData(new WikidataClient(http), reference.countries);
  return {
    ...reference,
    pages,
    trade: new ChainedTradeData([comtrade, eurostat, wits, reference.trade]),
    companies: new CombinedCompanyData([reference.companies, new GleifCompanyData(http), wikidata]),
    screening: new SanctionLists(http, { directory: path.join(settings.directory, 'lists') }),
    tariffs: new RoutedTariffs({ USA: new UsitcTariffs(http) }, new WitsTariffs(witsClient)),
    indicators: new WorldBankIndicators(worldBank),
    shipments:
      settings.tendataKey === undefined
        ? reference.shipments
        : new TendataShipments(new TendataClient(http, settings.tendataKey)),
    reader: settings.pageReader
      ? new JinaPageReader(http, { key: settings.jinaKey, mayTell: (url) => isPublicPage(url, agent.fetch) })
      : reference.reader,
    search: new ChainedWebSearch(searchEngines(settings, http)),
    states: async () => [SNAPSHOT, ...(await http.states()), ...withoutKey(settings)],
    edition: () => [http.isOnline ? 'online' : 'unreachable', ...switchedOn].join('+'),
    close: () => http.close(),
  };
}

type FetchSettings = AppConfig['agent']['fetch'];

/** Robots files are small, plain text, and no reason to wait long. */
const ROBOTS_FILES = { accepts: /^text\/plain\b/i, maxBytes: 512 * 1024, timeoutMs: 3_000 };

function politePages(settings: FetchSettings): WebPages {
  return new RobotsRespectingPages(
    new GuardedWebPages(settings),
    new GuardedWebPages({ ...settings, ...ROBOTS_FILES }),
  );
}

/** Addresses of an intranet are nobody else's business. */
function isPublicPage(url: string, { allowPrivateHosts }: FetchSettings): boolean {
  try {
    return !checkPageAddress(url, allowPrivateHosts).trusted;
  } catch {
    return false;
  }
}

/** The operator's own engine first, then those with a key, then what is free. */
function searchEngines({ searxngUrl, jinaKey, tavilyKey }: AppConfig['providers'], http: ProviderHttp): WebSearch[] {
  return [
    ...(searxngUrl === undefined ? [] : [new SearxngSearch(http, searxngUrl)]),
    ...(jinaKey === undefined ? [] : [new JinaSearch(http, jinaKey)]),
    ...(tavilyKey === undefined ? [] : [new TavilySearch(http, tavilyKey)]),
    new WikipediaSearch(http),
  ];
}

/** The providers that a key or an address of one's own switches on. */
function keysOf(settings: AppConfig['providers']) {
  return [
    ['un-comtrade-keyed', 'UN Comtrade (key)', settings.comtradeKey, 'COMTRADE_API_KEY'],
    ['searxng', 'SearXNG', settings.searxngUrl, 'SEARXNG_URL'],
    ['jina-search', 'Jina Search', settings.jinaKey, 'JINA_API_KEY'],
    ['tavily', 'Tavily', settings.tavilyKey, 'TAVILY_API_KEY'],
    ['tendata', 'Tendata', settings.tendataKey, 'TENDATA_API_KEY'],
  ] as const;
}

/** What a key or an address of one's own would switch on. */
function withoutKey(settings: AppConfig['providers']): ProviderStatus[] {
  return keysOf(settings)
    .filter(([, , key]) => key === undefined)
    .map(([id, name, , needs]) => ({ id, name, state: 'off_without_key', terms: null, needs }));
}
