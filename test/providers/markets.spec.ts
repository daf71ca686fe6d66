import { toolContext } from '../factories/tool-context.js';
import { ComtradeTradeData } from '../../src/agent/worker/providers/comtrade/comtrade-trade-data.js';
import { ComtradeClient } from '../../src/agent/worker/providers/comtrade/comtrade.client.js';
import { type ProviderHttp } from '../../src/agent/worker/providers/http/provider-http.js';
import { createReferenceProviders } from '../../src/agent/worker/providers/reference/reference-providers.js';
import { TendataShipments } from '../../src/agent/worker/providers/tendata/tendata-shipments.js';
import { TendataClient } from '../../src/agent/worker/providers/tendata/tendata.client.js';
import { WorldBankIndicators } from '../../src/agent/worker/providers/worldbank/worldbank-indicators.js';
import { WorldBankClient } from '../../src/agent/worker/providers/worldbank/worldbank.client.js';
import { compareMarketsTool } from '../../src/agent/worker/tools/compare-markets/compare-markets.tool.js';
import { findBuyersTool } from '../../src/agent/worker/tools/find-buyers/find-buyers.tool.js';
import { startFakeComtrade } from '../fakes/providers/fake-comtrade.js';
import { startFakeTendata, startFakeWorldBank } from '../fakes/providers/fake-markets.js';
import { type FakeServer } from '../fakes/providers/fake-server.js';
import { localProviderHttp, patient } from '../fakes/providers/provider-http.js';

const reference = createReferenceProviders();
const context = toolContext({ signal: patient() });

describe('markets and buyers', () => {
  let http: ProviderHttp;
  const servers: FakeServer[] = [];

  beforeEach(() => (http = localProviderHttp()));
  afterEach(async () => {
    await http.close();
    await Promise.all(servers.splice(0).map((server) => server.stop()));
  });
  const start = async (starting: Promise<FakeServer>) => {
    const server = await starting;
    servers.push(server);
    return server;
  };

  it('should rank markets by figures of one source and period, with share, growth and indicators', async () => {
    const imported = (reporter: number, partner: number, year: number, value: number) =>
      ({ reporter, partner, flow: 'M', code: '851713', year, value }) as const;
    const comtrade = await start(
      startFakeComtrade({
        figures: [
          imported(842, 0, 2024, 1_000),
          imported(842, 0, 2023, 800),
          imported(842, 156, 2024, 400),
          imported(276, 0, 2024, 300),
          imported(276, 156, 2024, 150),
        ],
      }),
    );
    const worldbank = await start(
      startFakeWorldBank({
        'NY.GDP.MKTP.CD': { 'USA 2024': 29e12, 'USA 2025': null, 'DEU 2024': 4.6e12 },
        'NY.GDP.PCAP.CD': { 'USA 2024': 85_000 },
        'TM.VAL.MRCH.CD.WT': {},
      }),
    );
    const sut = compareMarketsTool({
      ...reference,
      trade: new ComtradeTradeData(new ComtradeClient(http, undefined, comtrade.url), reference.countries),
      indicators: new WorldBankIndicators(new WorldBankClient(http, worldbank.url)),
    });
    const { data, missing } = await sut.run(
      sut.input.parse({ product: '手机', markets: ['德国', 'USA', '巴西'], years: [2023, 2024] }),
      context,
    );

    expect(data.markets.map(({ rank, market, exporter_share }) => [rank, market.code, exporter_share])).toEqual([
      [1, 'USA', 0.4],
      [2, 'DEU', 0.5],
      [null, 'BRA', null],
    ]);
    expect(data.markets[0]?.growth).toMatchObject({ from_period: '2023', to_period: '2024', rate: 0.25 });
    expect(data.markets[0]?.indicators.map(({ indicator, value, year }) => [indicator, value, year])).toEqual([
      ['gdp', 29e12, 2024],
      ['gdp_per_person', 85_000, 2024],
    ]);
    expect(missing[0]).toBe('No imports of Smartphones by Brazil are held.');
    // The message inside of a 200 is no answer: the logistics index is missing, and the answer says why.
    expect(missing.at(-1)).toMatch(/^World Bank Indicators answered in a form/);
    expect(comtrade.seen.filter(({ url }) => url.pathname.includes('preview'))).toHaveLength(2);
  });

  it('should compare by the averages of the snapshot where nothing else is held, and call them that', async () => {
    const sut = compareMarketsTool(reference);
    const { data, confidence } = await sut.run(sut.input.parse({ product: '手机', markets: ['USA', 'DEU', 'JPN'] }), {
      ...context,
      language: 'zh',
    });

    expect(data.markets.map(({ rank }) => rank)).toEqual([1, 2, 3]);
    expect(data.markets[0]?.imports).toMatchObject({ is_average: true, period: '2022–2023 年均值' });
    expect(confidence).toBe('medium');
  });

  it.each(['list', 'content'] as const)(
    'should name importers out of records in "%s", most records first, and renew a token once',
    async (form) => {
      const tendata = await start(
        startFakeTendata(
          'good-key',
          [
            {
              date: '2026-05-01',
              hsCode: '851713',
              importer: 'ACME INC',
              importerCountry: 'USA',
              exporter: 'A',
              sumOfUSD: '100.5',
            },
            {
              date: '2026-06-01',
              hsCode: '851713',
              importer: 'ACME INC',
              importerCountry: 'USA',
              exporter: 'B',
              sumOfUSD: null,
            },
            {
              date: '2026-07-01',
              hsCode: '851713',
              importer: 'BUYER LLC',
              importerCountry: 'USA',
              exporter: 'A',
              sumOfUSD: 7,
            },
            {
              date: '2026-07-01',
              hsCode: '851713',
              importer: null,
              importerCountry: 'USA',
              exporter: 'A',
              sumOfUSD: 9,
            },
          ],
          form,
        ),
      );
      const shipments = new TendataShipments(new TendataClient(http, 'good-key', tendata.url));
      const sut = findBuyersTool({ ...reference, shipments });
      const ask = () => sut.run(sut.input.parse({ product: '手机', market: '美国' }), context);
      const { data, sources } = await ask();

      expect(data.buyers).toEqual([
        expect.objectContaining({
          name: 'ACME INC',
          shipments: 2,
          value_usd: 100.5,
          latest_shipment: '2026-06-01',
          suppliers: ['A', 'B'],
        }),
        expect.objectContaining({ name: 'BUYER LLC', shipments: 1, value_usd: 7 }),
      ]);
      expect(sources.map(({ publisher }) => publisher)).toContain('Tendata');
      expect(data.countries[0]).toMatchObject({ rank: 1, is_average: true });

      tendata.first({ body: { success: false, code: 40302, msg: 'token expired', data: null } });
      expect((await ask()).data.buyers).toHaveLength(2);
    },
  );

  it('should tell the countries and why there is no name, without a key or with a wrong one', async () => {
    const tendata = await start(startFakeTendata('good-key', []));
    const wrong = new TendataShipments(new TendataClient(http, 'bad-key', tendata.url));
    const ask = (shipments: typeof reference.shipments) => {
      const sut = findBuyersTool({ ...reference, shipments });
      return sut.run(sut.input.parse({ product: '手机' }), { ...context, language: 'zh' });
    };

    const without = await ask(reference.shipments);
    expect(without.data.buyers).toEqual([]);
    expect(without.data.countries.length).toBeGreaterThan(2);
    expect(without.missing.join()).toContain('TENDATA_API_KEY');
    expect((await ask(wrong)).missing.join()).toContain('Tendata 拒绝了所配置的密钥');
  });
});
