import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { toolContext } from '../../../../../test/factories/tool-context.js';
import { type Language } from '../../../../common/i18n/language.js';
import { NoPageReader } from '../../providers/reference/nothing-held.js';
import { GuardedWebPages } from '../../providers/web-pages/guarded-web-pages.js';
import { analyzeProductPageTool } from './analyze-product-page.tool.js';

const PRODUCT = {
  '@context': 'https://schema.org',
  '@type': 'Product',
  name: 'Example Phone 256GB',
  sku: '123456',
  gtin13: '0000000000000',
  brand: { '@type': 'Brand', name: 'Example' },
  manufacturer: { '@type': 'Organization', name: 'Example Co., Ltd.' },
  countryOfOrigin: 'CN',
  image: ['https://shop.example/1.jpg'],
  weight: { '@type': 'QuantitativeValue', value: 180, unitCode: 'GRM' },
  offers: [
    {
      '@type': 'Offer',
      price: '299.00',
      priceCurrency: 'USD',
      availability: 'https://schema.org/InStock',
      seller: { name: 'Example Store' },
    },
  ],
  aggregateRating: { ratingValue: 4.5, reviewCount: 12 },
  additionalProperty: [{ name: 'Storage', value: '256 GB' }],
};
const jsonLd = (value: unknown) => `<script type="application/ld+json">${JSON.stringify(value)}</script>`;

describe('analyze_product_page', () => {
  let server: Server;
  let origin: string;
  let pages: GuardedWebPages;
  const bodies = new Map<string, { body: string | Buffer; type?: string; status?: number }>();

  beforeAll(async () => {
    server = createServer((request, response) => {
      const {
        body,
        type = 'text/html; charset=utf-8',
        status = 200,
      } = bodies.get(request.url ?? '') ?? { body: '', status: 404 };
      response.writeHead(status, { 'content-type': type }).end(body);
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    origin = `http://${host}`;
    pages = new GuardedWebPages({ allowPrivateHosts: [host], resolve: (_, done) => done(new Error('no network'), []) });
  });

  afterAll(async () => {
    await pages.close();
    await new Promise((closed) => server.close(closed));
  });

  const reader = new NoPageReader();
  const analyze = (url: string, language: Language = 'en') => {
    const sut = analyzeProductPageTool({ pages, reader });
    return sut.run(sut.input.parse({ url }), toolContext({ language }));
  };
  const analyzePage = (body: string | Buffer, type?: string, language?: Language) => {
    bodies.set('/p/1', { body, type });
    return analyze(`${origin}/p/1`, language);
  };
  const read = async (...page: Parameters<typeof analyzePage>) => {
    const { data } = await analyzePage(...page);
    return Object.fromEntries(data.fields.map(({ field, value, origin: from }) => [field, `${value} (${from})`]));
  };

  it('should read a product from JSON-LD with the origin of each field', async () => {
    const { data, sources, confidence, missing } = await analyzePage(jsonLd(PRODUCT));

    expect(Object.fromEntries(data.fields.map(({ field, value }) => [field, value]))).toEqual({
      name: 'Example Phone 256GB',
      brand: 'Example',
      manufacturer: 'Example Co., Ltd.',
      sku: '123456',
      gtin: '0000000000000',
      country_of_origin: 'CN',
      weight: '180 GRM',
      image: 'https://shop.example/1.jpg',
      price: '299.00 USD',
      availability: 'InStock',
      seller: 'Example Store',
      rating: '4.5 (12)',
      attribute: '256 GB',
    });
    expect(data.fields.every(({ origin: from, source_id }) => from === 'json-ld' && source_id === sources[0]?.id)).toBe(
      true,
    );
    expect(data).toMatchObject({
      reached: true,
      failure: null,
      product_words: 'Example Phone 256GB',
      final_url: `${origin}/p/1`,
    });
    expect([confidence, missing]).toEqual(['high', []]);
  });

  it.each([
    ['in a list', [{ '@type': 'BreadcrumbList' }, PRODUCT]],
    ['in a graph', { '@context': 'https://schema.org', '@graph': [{ '@type': 'WebPage' }, PRODUCT] }],
    ['as the main entity', { '@type': 'WebPage', mainEntity: PRODUCT }],
    ['with several types', { ...PRODUCT, '@type': ['Thing', 'https://schema.org/Product'] }],
  ])('should find a product that stands %s', async (_, value) => {
    expect(await read(jsonLd(value))).toMatchObject({ name: 'Example Phone 256GB (json-ld)' });
  });

  it('should go on to the next origin for what one does not say, and survive a broken script', async () => {
    const page = `<head><title>Phone | Shop</title>
      <meta property="og:title" content="OG Phone"><meta property="product:price:amount" content="299.00">
      <meta property="product:price:currency" content="USD"><meta name="description" content="A phone."></head>
      <script type="application/ld+json">{ broken</script>
      <div itemscope itemtype="https://schema.org/Product"><h1 itemprop="name">Micro Phone</h1>
        <span itemprop="brand" itemscope itemtype="https://schema.org/Brand"><b itemprop="name">Micro</b></span></div>`;

    expect(await read(page)).toEqual({
      name: 'Micro Phone (microdata)',
      brand: 'Micro (microdata)',
      price: '299.00 USD (opengraph)',
      description: 'A phone. (title)',
    });
  });

  it('should keep a price range', async () => {
    expect(
      await read(jsonLd({ ...PRODUCT, offers: { lowPrice: 1.5, highPrice: 3, priceCurrency: 'CNY' } })),
    ).toMatchObject({
      price: '1.5–3 CNY (json-ld)',
    });
  });

  it('should read a Chinese page in its own encoding', async () => {
    // "<title>手机</title>" in GBK.
    const body = Buffer.concat([
      Buffer.from('<title>'),
      Buffer.from([0xca, 0xd6, 0xbb, 0xfa]),
      Buffer.from('</title>'),
    ]);

    expect(await read(body, 'text/html; charset=gbk', 'zh')).toEqual({ name: '手机 (title)' });
  });

  it('should say what the page does not state', async () => {
    const { missing, confidence } = await analyzePage('<title>Bottle</title>', undefined, 'zh');

    expect(missing).toEqual(['页面未标注：品牌、制造商、原产地（页面标注）、价格。']);
    expect(confidence).toBe('medium');
  });

  it('should keep only text, and not too much of it', async () => {
    const { data } = await analyzePage(
      jsonLd({ ...PRODUCT, name: { nested: true }, description: 'x'.repeat(5000) }) + '<title>T</title>',
    );

    expect(data.fields.find(({ field }) => field === 'name')).toMatchObject({ value: 'T', origin: 'title' });
    expect(data.fields.find(({ field }) => field === 'description')?.value).toHaveLength(400);
  });

  it.each(['Robot or human?', '请登录', 'Access Denied', 'Just a moment...'])(
    'should not take the door for the product: %s',
    async (title) => {
      const { data } = await analyzePage(`<head><title>${title}</title></head>`);

      expect(data).toMatchObject({ reached: false, failure: { code: 'FETCH_BEHIND_WALL' } });
    },
  );

  it('should tell what the address itself says when the page cannot be reached, and call it that', async () => {
    const url = 'https://www.walmart.com/ip/Apple-iPhone-15-128GB/5051606023';
    const { data, missing, sources, confidence, summary } = await analyze(url, 'zh');

    expect(data).toEqual({
      url,
      final_url: null,
      reached: false,
      failure: { code: 'FETCH_UNREACHABLE', detail: '当前环境无法连接该网站。请检查地址，或直接粘贴网页文字内容。' },
      site: 'Walmart',
      product_words: 'Apple iPhone 15 128GB',
      fields: [
        { field: 'name', label: '产品名称', value: 'Apple iPhone 15 128GB', origin: 'url', source_id: sources[0]?.id },
      ],
    });
    expect(missing).toEqual([
      '未能读取该网页：当前环境无法连接该网站。请检查地址，或直接粘贴网页文字内容。',
      '产品名称“Apple iPhone 15 128GB”取自网址，可能不准确。',
    ]);
    expect([confidence, summary]).toEqual(['low', 'Walmart：未能读取网页']);
  });

  it.each([
    ['http://169.254.169.254/latest/meta-data', 'FETCH_ADDRESS_FORBIDDEN'],
    ['javascript:alert(1)', 'FETCH_ADDRESS_INVALID'],
    ['手机链接', 'FETCH_ADDRESS_INVALID'],
  ])('should read nothing from %s', async (url, code) => {
    const { data } = await analyze(url);

    expect(data).toMatchObject({ reached: false, failure: { code } });
  });

  it('should list no source for an address that is none', async () => {
    expect((await analyze('javascript:alert(1)//some-product')).sources).toEqual([]);
  });

  it('should say so when the shop refuses', async () => {
    bodies.set('/p/blue-phone-case', { body: 'no', status: 403 });

    const { data } = await analyze(`${origin}/p/blue-phone-case`);

    expect(data).toMatchObject({ failure: { code: 'FETCH_REFUSED' }, product_words: 'blue phone case' });
  });

  it('should stop when the run is cancelled', async () => {
    const sut = analyzeProductPageTool({ pages, reader });
    const context = toolContext({ signal: AbortSignal.abort(new Error('cancelled')) });

    await expect(sut.run({ url: `${origin}/p/1` }, context)).rejects.toThrow('cancelled');
  });
});
