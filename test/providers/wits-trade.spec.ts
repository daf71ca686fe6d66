import { type ProviderHttp } from '../../src/agent/worker/providers/http/provider-http.js';
import { createReferenceProviders } from '../../src/agent/worker/providers/reference/reference-providers.js';
import { type TradeQuery } from '../../src/agent/worker/providers/trade-data.port.js';
import { WitsTradeData } from '../../src/agent/worker/providers/wits/wits-trade-data.js';
import { WitsClient } from '../../src/agent/worker/providers/wits/wits.client.js';
import { type FakeServer } from '../fakes/providers/fake-server.js';
import { type HeldTotal, startFakeWitsTrade } from '../fakes/providers/fake-wits-trade.js';
import { localProviderHttp, patient } from '../fakes/providers/provider-http.js';

const thisYear = new Date().getFullYear();
const total = (changes: Partial<HeldTotal> = {}): HeldTotal => ({
  reporter: 'USA',
  partner: 'CHN',
  year: 2023,
  flow: 'M',
  thousands: 427_000.5,
  ...changes,
});
const query: TradeQuery = { reporter: 'USA', partner: 'CHN', hsCodes: ['TOTAL'], flow: 'M', years: [] };
const reference = createReferenceProviders();

describe('WITS trade statistics', () => {
  let http: ProviderHttp;
  let wits: FakeServer;
  const held: HeldTotal[] = [];

  beforeEach(async () => {
    http = localProviderHttp();
    wits = await startFakeWitsTrade(held);
  });
  afterEach(async () => {
    held.length = 0;
    await http.close();
    await wits.stop();
  });

  const ask = (changes: Partial<TradeQuery> = {}) =>
    new WitsTradeData(new WitsClient(http, wits.url), reference.countries).facts({ ...query, ...changes }, patient());
  const shown = async (changes: Partial<TradeQuery> = {}) =>
    (await ask(changes)).facts.map(({ reporter, partner, period, valueUsd }) => [reporter, partner, period, valueUsd]);

  it('should give thousands of dollars as dollars, with a source one can open', async () => {
    held.push(total());
    const { facts, sources, coverage } = await ask();

    expect(facts).toEqual([
      expect.objectContaining({
        reporter: 'USA',
        partner: 'CHN',
        period: '2023',
        valueUsd: 427_000_500,
        quantity: null,
      }),
    ]);
    expect(sources).toEqual([
      expect.objectContaining({ id: facts[0]?.sourceId, publisher: 'World Bank', period: '2023' }),
    ]);
    expect(sources[0]?.url).toMatch(/^https:\/\/wits\.worldbank\.org\/.*reporter\/usa\/year\/all\/partner\/chn\//);
    expect(coverage[0]?.en).toContain('all goods together');
  });

  it('should give the years that were asked for, else the newest few, by one request', async () => {
    held.push(...[2017, 2018, 2019, 2020, 2021, 2022].map((year) => total({ year, thousands: 1 })));

    expect((await shown({ years: [2018, 2020] })).map(([, , period]) => period)).toEqual(['2018', '2020']);
    expect((await shown()).map(([, , period]) => period)).toEqual(['2019', '2020', '2021', '2022']);
    expect(wits.seen).toHaveLength(1);
  });

  it('should have the world as a reporter, and countries by the older codes WITS keeps', async () => {
    held.push(
      total({ reporter: 'WLD', partner: 'WLD' }),
      total({ reporter: 'ROM' }),
      total({ reporter: 'EUN', partner: 'OAS' }),
    );

    expect(await shown({ reporter: 'WLD', partner: 'WLD' })).toEqual([['WLD', 'WLD', '2023', 427_000_500]]);
    expect(await shown({ reporter: 'ROU' })).toEqual([['ROU', 'CHN', '2023', 427_000_500]]);
    expect(await shown({ reporter: 'EUU', partner: 'TWN' })).toEqual([['EUU', 'TWN', '2023', 427_000_500]]);
  });

  it('should list countries of the newest year that is out, without groups', async () => {
    const list = ['CHN', 'MEX', 'WLD', 'EAS', 'EUN'].map((partner) => total({ partner, year: thisYear - 3 }));
    held.push(...list);

    expect((await shown({ partner: 'ALL' })).map(([, partner, period]) => [partner, period])).toEqual([
      ['CHN', String(thisYear - 3)],
      ['MEX', String(thisYear - 3)],
    ]);
    expect(wits.seen).toHaveLength(2);
  });

  it('should not be asked for single goods', async () => {
    expect(await shown({ hsCodes: ['851713'] })).toEqual([]);
    expect(wits.seen).toEqual([]);
  });

  it('should hold nothing where WITS has nothing, and say why where it fails', async () => {
    expect(await ask()).toMatchObject({ facts: [], gaps: [] });
    wits.first(...Array.from({ length: 2 }, () => ({ headers: { 'content-type': 'text/html' }, body: '<html>' })));
    expect((await ask({ reporter: 'CHN' })).gaps[0]?.en).toMatch(/^World Bank WITS answered in a form/);
  });
});
