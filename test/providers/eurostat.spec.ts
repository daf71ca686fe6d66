import { ChainedTradeData } from '../../src/agent/worker/providers/chain/chained-trade-data.js';
import { EurostatTradeData } from '../../src/agent/worker/providers/eurostat/eurostat-trade-data.js';
import { EurostatClient } from '../../src/agent/worker/providers/eurostat/eurostat.client.js';
import { type ProviderHttp } from '../../src/agent/worker/providers/http/provider-http.js';
import { createReferenceProviders } from '../../src/agent/worker/providers/reference/reference-providers.js';
import { type TradeQuery } from '../../src/agent/worker/providers/trade-data.port.js';
import { WorldBankExchangeRates } from '../../src/agent/worker/providers/worldbank/worldbank-exchange-rates.js';
import { WorldBankClient } from '../../src/agent/worker/providers/worldbank/worldbank.client.js';
import { queryTradeStatisticsTool } from '../../src/agent/worker/tools/query-trade-statistics/query-trade-statistics.tool.js';
import { toolContext } from '../factories/tool-context.js';
import { type HeldMonth, startFakeComext } from '../fakes/providers/fake-comext.js';
import { startFakeWorldBank } from '../fakes/providers/fake-markets.js';
import { type FakeServer } from '../fakes/providers/fake-server.js';
import { localProviderHttp, patient } from '../fakes/providers/provider-http.js';

const thisYear = new Date().getFullYear();
const RATE = 0.8;
const query: TradeQuery = { reporter: 'DEU', partner: 'CHN', hsCodes: ['851713'], flow: 'M', years: [2024] };
const month = (at: string, changes: Partial<HeldMonth> = {}): HeldMonth => ({
  reporter: 'DE',
  partner: 'CN',
  product: '851713',
  flow: '1',
  month: at,
  euros: 100,
  weight: 2,
  ...changes,
});
const year = (at: number, changes: Partial<HeldMonth> = {}) =>
  Array.from({ length: 12 }, (_, index) => month(`${at}-${String(index + 1).padStart(2, '0')}`, changes));
const reference = createReferenceProviders();

describe('Eurostat Comext', () => {
  let http: ProviderHttp;
  let comext: FakeServer;
  let worldBank: FakeServer;
  const held: HeldMonth[] = [];

  const start = async (options: { years?: boolean } = {}) => {
    http = localProviderHttp();
    comext = await startFakeComext(held, options);
    worldBank = await startFakeWorldBank({ 'PA.NUS.FCRF': { 'EMU 2023': 0.9, 'EMU 2024': RATE } });
    const rates = new WorldBankExchangeRates(new WorldBankClient(http, worldBank.url));
    return new EurostatTradeData(new EurostatClient(http, comext.url), rates, reference.countries);
  };
  afterEach(async () => {
    held.length = 0;
    await http.close();
    await Promise.all([comext.stop(), worldBank.stop()]);
  });

  it('should give the year in euros as published and in dollars at the average rate of the year, and say so', async () => {
    held.push(...year(2024));
    const { facts, sources, coverage } = await (await start()).facts(query, patient());

    expect(facts).toEqual([
      expect.objectContaining({
        reporter: 'DEU',
        partner: 'CHN',
        period: '2024',
        original: { value: 1_200, currency: 'EUR' },
        valueUsd: 1_500,
        quantity: 2_400,
        quantityUnit: 'kg',
        confidence: 'derived',
      }),
    ]);
    expect(sources[0]).toMatchObject({ id: facts[0]?.sourceId, publisher: 'Eurostat', as_of: '2026-11-14' });
    expect(sources[0]?.title).toContain('(PA.NUS.FCRF); 2024: 1 EUR = 1.2500 US$');
    expect(sources[0]?.url).toMatch(/^https:\/\/ec\.europa\.eu\/eurostat\/api\/comext\/.*reporter=DE&partner=CN/);
    expect(coverage[0]?.en).toContain('in euros');
  });

  it('should be in euros only where no rate is published yet, and say so', async () => {
    held.push(...year(2022));
    const { facts, gaps } = await (await start()).facts({ ...query, years: [2022] }, patient());

    expect(facts).toEqual([expect.objectContaining({ valueUsd: null, original: { value: 1_200, currency: 'EUR' } })]);
    expect(facts[0]?.confidence).toBe('verbatim');
    expect(gaps[0]?.zh).toContain('仅提供欧元金额');
  });

  it('should add up the months of a year that is not over, up to the last one that is out', async () => {
    held.push(
      month(`${thisYear}-01`),
      month(`${thisYear}-02`, { partner: 'VN' }),
      month(`${thisYear}-03`, { euros: 50 }),
    );
    const { facts } = await (await start()).facts({ ...query, years: [thisYear] }, patient());

    expect(facts.map(({ period, original }) => [period, original?.value])).toEqual([[`${thisYear}-01..03`, 150]]);
  });

  it('should add up twelve months where Eurostat has no years of the data', async () => {
    held.push(...year(2024));
    const sut = await start({ years: false });

    expect((await sut.facts(query, patient())).facts).toEqual([
      expect.objectContaining({ period: '2024', original: { value: 1_200, currency: 'EUR' } }),
    ]);
    expect(comext.seen.map(({ url }) => url.searchParams.get('freq'))).toEqual(['A', 'M']);
  });

  it('should read every place of the cube, whatever else was asked with it', async () => {
    held.push(...year(2024), ...year(2024, { partner: 'WORLD', euros: 500 }), ...year(2023, { euros: 90 }));
    held.push(...year(2024, { product: '851712', euros: 1 }));
    const answers = await (
      await start()
    ).all(
      [
        { ...query, years: [2023, 2024], hsCodes: ['851713', '851712'] },
        { ...query, years: [2023, 2024], partner: 'WLD' },
      ],
      patient(),
    );
    const shown = answers.map(({ facts }) =>
      facts.map(({ period, hsCodes, original }) => `${period} ${hsCodes.join()} ${original?.value}`).sort(),
    );

    expect(shown).toEqual([['2023 851713 1080', '2024 851712 12', '2024 851713 1200'], ['2024 851713 6000']]);
    expect(comext.seen).toHaveLength(1);
  });

  it('should list countries only where all partners are asked for', async () => {
    const partners = ['CN', 'VN', 'GR', 'XS', 'WORLD', 'EXT_EU27_2020', 'INT_EU27_2020', 'QW'];
    held.push(...partners.flatMap((partner) => year(2024, { partner })));
    const { facts } = await (await start()).facts({ ...query, partner: 'ALL' }, patient());

    expect(facts.map(({ partner }) => partner).sort()).toEqual(['CHN', 'GRC', 'SRB', 'VNM']);
  });

  it('should ask for Greece by its code there, and for the Union’s trade with those outside of it', async () => {
    held.push(...year(2024, { reporter: 'GR' }), ...year(2024, { reporter: 'EU27_2020', partner: 'EXT_EU27_2020' }));
    const sut = await start();
    const union = await sut.facts({ ...query, reporter: 'EUU', partner: 'WLD' }, patient());

    expect((await sut.facts({ ...query, reporter: 'GRC' }, patient())).facts).toHaveLength(1);
    expect(union.facts).toEqual([expect.objectContaining({ reporter: 'EUU', partner: 'WLD' })]);
    expect(union.coverage.map(({ en }) => en).join()).toContain('countries outside of it');
  });

  it('should not be asked of who does not report to it', async () => {
    expect((await (await start()).facts({ ...query, reporter: 'CHN' }, patient())).facts).toEqual([]);
    expect(comext.seen).toEqual([]);
  });

  it.each([
    ['too much', { body: { warning: { status: 413, id: 1, label: 'ASYNCHRONOUS_RESPONSE' } } }],
    ['too much, by status', { status: 413, body: '' }],
    ['a page of HTML', { headers: { 'content-type': 'text/html' }, body: '<html>Maintenance</html>' }],
    ['a disturbance', { status: 503, body: '' }],
  ])('should leave the answer to the next one, and say why, after %s', async (_, reply) => {
    const sut = await start();
    comext.first(reply, reply, reply);
    const chain = new ChainedTradeData([sut, reference.trade]);
    const { gaps } = await chain.facts(query, patient());

    expect(gaps[0]?.en).toMatch(/^Eurostat Comext /);
  });

  it('should give the tool both amounts', async () => {
    held.push(...year(2023), ...year(2024, { euros: 120 }));
    const trade = new ChainedTradeData([await start(), reference.trade]);
    const tool = queryTradeStatisticsTool({ ...reference, trade });
    const input = tool.input.parse({
      reporter: '德国',
      partner: '中国',
      product: '手机',
      flow: 'M',
      years: [2023, 2024],
    });
    const { data } = await tool.run(input, toolContext({ language: 'zh' }));

    expect(data.rows[0]).toMatchObject({
      period: '2024',
      value_usd: 1_800,
      original: { value: 1_440, currency: 'EUR' },
    });
    expect(data.growth[0]).toMatchObject({ from_period: '2023', to_period: '2024' });
  });
});
