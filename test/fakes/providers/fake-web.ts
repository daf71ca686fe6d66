import { FakeServer } from './fake-server.js';

/** SearXNG; where JSON is not switched on it answers 403, as it does out of the box. */
export function startFakeSearxng(jsonEnabled = true): Promise<FakeServer> {
  return FakeServer.start(({ url }) => {
    if (url.pathname !== '/search' || !jsonEnabled) return { status: 403, body: '<html>403 Forbidden</html>' };
    const results = [1, 2, 3].map((number) => ({
      url: `https://example.com/${number}`,
      title: `title ${number}`,
      content: `snippet ${number}`,
      publishedDate: number === 1 ? '2026-01-01T00:00:00' : null,
      engine: 'duckduckgo',
      score: 1,
    }));
    return {
      body: { query: url.searchParams.get('q'), number_of_results: 0, results, answers: [], unresponsive_engines: [] },
    };
  });
}

export function startFakeTavily(key: string): Promise<FakeServer> {
  return FakeServer.start(({ method, headers, body }) => {
    if (method !== 'POST' || headers.authorization !== `Bearer ${key}`)
      return { status: 401, body: { detail: 'Unauthorized' } };
    const { query } = JSON.parse(body) as { query: string };
    const result = { title: query, url: 'https://example.com/tavily', content: 'chunk', score: 0.9, raw_content: null };
    return { body: { query, answer: null, images: [], results: [result], response_time: 1.1 } };
  });
}

export function startFakeWikipedia(): Promise<FakeServer> {
  return FakeServer.start(() => {
    const snippet = '<span class="searchmatch">BYD</span> is a Chinese maker';
    const search = [{ ns: 0, title: 'BYD Company', pageid: 1, size: 9, snippet, timestamp: '2026-09-01T00:00:00Z' }];
    return { body: { batchcomplete: '', query: { searchinfo: { totalhits: 1 }, search } } };
  });
}

/** Jina's search, with a key only, and its reader, which takes the address after the slash; on one port. */
export function startFakeJina(key?: string): Promise<FakeServer> {
  return FakeServer.start(({ url, headers }) => {
    const words = url.searchParams.get('q');
    if (words !== null && headers.authorization !== `Bearer ${key}`)
      return refusal(401, 40103, 'AuthenticationRequiredError', 'Authentication is required to use this endpoint.');
    if (words === 'nothing')
      return refusal(422, 42206, 'AssertionFailureError', 'No search results available for query nothing');
    if (words !== null) {
      const hit = {
        title: 'BYD',
        url: 'https://example.com/jina',
        description: 'snippet',
        content: '',
        usage: { tokens: 0 },
      };
      return { body: { code: 200, status: 20000, data: [hit], meta: { usage: { tokens: 10_000 } } } };
    }
    const data = {
      title: 'Example Phone',
      description: '',
      url: url.pathname.slice(1),
      content: '# Example Phone\n\nA phone.',
      metadata: {
        lang: 'en',
        'og:title': 'Example Phone',
        'product:brand': 'Example',
        'product:price:amount': '299.00',
        'product:price:currency': 'USD',
      },
      external: {},
      usage: { tokens: 42 },
    };
    return { body: { code: 200, status: 20000, data, meta: { usage: { tokens: 42 } } } };
  });
}

function refusal(code: number, status: number, name: string, message: string) {
  return { status: code, body: { data: null, code, name, status, message, readableMessage: `${name}: ${message}` } };
}

const walmart = {
  props: {
    pageProps: {
      initialData: {
        data: {
          product: {
            usItemId: '123456789',
            upc: '012345678905',
            name: 'Example Kettle',
            brand: 'Example',
            manufacturerName: 'Kettle Maker',
            availabilityStatus: 'IN_STOCK',
            priceInfo: { currentPrice: { price: 19.98, priceString: '$19.98', currencyUnit: 'USD' } },
            category: { path: [{ name: 'Home' }, { name: 'Kitchen' }] },
            imageInfo: { thumbnailUrl: 'https://i5.walmartimages.com/x.jpg' },
            sellerName: 'Walmart.com',
            similar: [{ usItemId: '2', name: 'Another Kettle' }],
          },
        },
      },
    },
  },
};

const alibaba = {
  globalData: {
    product: {
      productId: '1600000000000',
      subject: 'Steel "Pro" Kettle',
      moq: 2,
      price: {
        unitEven: 'pieces',
        productLadderPrices: [
          { min: 2, formatPrice: '$2.00' },
          { min: 100, formatPrice: '$1.80' },
        ],
      },
      productBasicProperties: [
        { attrName: 'Place of Origin', attrValue: 'Guangdong, China' },
        { attrName: 'Power', attrValue: '1500 W' },
      ],
    },
    seller: { companyName: 'Foshan Example Appliance Co., Ltd.' },
  },
};

export const WALMART_PAGE = `<title>Example Kettle - Walmart.com</title><script id="__NEXT_DATA__" type="application/json">${JSON.stringify(walmart)}</script>`;
export const ALIBABA_PAGE = `<title>Kettle</title><script>window.detailData = ${JSON.stringify(alibaba)}; window.other = {};</script>`;
