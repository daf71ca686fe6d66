import { toolContext } from '../factories/tool-context.js';
import { ChainedTradeData } from '../../src/agent/worker/providers/chain/chained-trade-data.js';
import { ComtradeTradeData } from '../../src/agent/worker/providers/comtrade/comtrade-trade-data.js';
import { ComtradeClient } from '../../src/agent/worker/providers/comtrade/comtrade.client.js';
import { type ProviderHttp } from '../../src/agent/worker/providers/http/provider-http.js';
import { createReferenceProviders } from '../../src/agent/worker/providers/reference/reference-providers.js';
import { type TradeQuery } from '../../src/agent/worker/providers/trade-data.port.js';
import { queryTradeStatisticsTool } from '../../src/agent/worker/tools/query-trade-statistics/query-trade-statistics.tool.js';
import { type HeldFigure, row, startFakeComtrade } from '../fakes/providers/fake-comtrade.js';
import { type FakeServer } from '../fakes/providers/fake-server.js';
import { localProviderHttp, patient } from '../fakes/providers/provider-http.js';

const CHINA = 156;
const USA = 842;
const figure = (changes: Partial<HeldFigure>): HeldFigure => ({
  reporter: CHINA,
  partner: USA,
  flow: 'X',
  code: '851713',
  year: 2024,
  value: 40_000,
  quantity: 80,
  ...changes,
});
const query: TradeQuery = { reporter: 'CHN', partner: 'USA', hsCodes: ['851713'], flow: 'X', years: [2024] };
const reference = createReferenceProviders();

describe('UN Comtrade', () => {
  let server: FakeServer;
  let http: ProviderHttp;
  const held: HeldFigure[] = [];
  const latest: Record<number, number> = {};

  beforeEach(async () => {
    server = await startFakeComtrade({ figures: held, key: 'good-key', latest });
    http = localProviderHttp();
  });
  afterEach(async () => {
    held.length = 0;
    for (const code of Object.keys(latest)) delete latest[Number(code)];
    await http.close();
    await server.stop();
  });

  const sut = (key?: string) => new ComtradeTradeData(new ComtradeClient(http, key, server.url), reference.countries);

  it('should give the total once, with quantity, period and a source one can open', async () => {
    held.push(figure({}));
    const { facts, sources } = await sut().facts(query, patient());

    expect(facts).toEqual([
      expect.objectContaining({
        reporter: 'CHN',
        partner: 'USA',
        period: '2024',
        valueUsd: 40_000,
        quantity: 80,
        quantityUnit: 'units',
      }),
    ]);
    expect(sources).toEqual([
      expect.objectContaining({
        id: facts[0]?.sourceId,
        publisher: 'United Nations Statistics Division',
        period: '2024',
      }),
    ]);
    expect(sources[0]?.url).toMatch(/^https:\/\/comtradeplus\.un\.org\/TradeFlow\?.*Reporters=156/);
  });

  it('should drop the rows that split a total, should the service send them all the same', async () => {
    server.first({
      body: {
        elapsedTime: '',
        count: 3,
        error: '',
        data: [
          row(figure({})),
          { ...row(figure({ value: 1 })), motCode: 2100 },
          { ...row(figure({ value: 2 })), customsCode: 'C01' },
        ],
      },
    });

    expect((await sut().facts(query, patient())).facts.map(({ valueUsd }) => valueUsd)).toEqual([40_000]);
  });

  it.each([
    ['USA', 842],
    ['IND', 699],
    ['FRA', 251],
    ['CHE', 757],
    ['NOR', 579],
    ['DEU', 276],
  ])('should ask for %s as reporter %i', async (iso3, code) => {
    held.push(figure({ reporter: code, partner: 0 }));
    const { facts } = await sut().facts({ ...query, reporter: iso3, partner: 'WLD' }, patient());

    expect(facts).toEqual([expect.objectContaining({ reporter: iso3, partner: 'WLD' })]);
  });

  it('should know Taiwan as the partner "Other Asia, nes" and as no reporter', async () => {
    held.push(figure({ partner: 490 }));

    expect((await sut().facts({ ...query, partner: 'TWN' }, patient())).facts).toHaveLength(1);
    expect((await sut().facts({ ...query, reporter: 'TWN' }, patient())).facts).toEqual([]);
  });

  it('should find the years before 2022 under the code of that time, as a figure of that code', async () => {
    held.push(figure({}), figure({ year: 2021, code: '851712' }));
    const { facts } = await sut().facts({ ...query, hsCodes: ['851713', '851712'], years: [2021, 2024] }, patient());

    expect(facts.map(({ period, hsCodes }) => [period, hsCodes])).toEqual([
      ['2024', ['851713']],
      ['2021', ['851712']],
    ]);
  });

  it('should ask together what one country reports in one direction', async () => {
    held.push(figure({}), figure({ partner: 0, value: 90_000 }), figure({ reporter: USA, partner: CHINA, flow: 'M' }));
    const answers = await sut().all(
      [
        query,
        { ...query, partner: 'WLD' },
        { ...query, reporter: 'USA', partner: 'CHN', flow: 'M' },
        { ...query, reporter: 'WLD', partner: 'WLD' },
      ],
      patient(),
    );

    expect(answers.map(({ facts }) => facts.map(({ valueUsd }) => valueUsd))).toEqual([
      [40_000],
      [90_000],
      [40_000],
      [],
    ]);
    expect(server.seen).toHaveLength(2);
  });

  it('should ask in parts for what the preview cuts, and say so when that is not enough', async () => {
    for (let partner = 4; partner < 304; partner++)
      held.push(figure({ partner, value: partner }), figure({ partner, code: '851712', value: partner }));
    const list = { ...query, partner: 'ALL', hsCodes: ['851713', '851712'] };
    const { facts, gaps } = await sut().facts(list, patient());

    expect(new Set(facts.map(({ hsCodes }) => hsCodes[0]))).toEqual(new Set(['851713', '851712']));
    expect(gaps).toEqual([]);
    expect(server.seen).toHaveLength(3);

    for (let partner = 4; partner < 704; partner++) held.push(figure({ partner, year: 2023, value: partner }));
    const cut = await sut().facts({ ...list, hsCodes: ['851713'], years: [2023] }, patient());
    expect(cut.gaps.map(({ en }) => en)).toEqual(['UN Comtrade cut the list of partners; some are missing from it.']);
  });

  it('should use the key where there is one, and the preview where it is no good', async () => {
    held.push(figure({}));

    expect((await sut('good-key').facts(query, patient())).facts).toHaveLength(1);
    expect(server.seen.map(({ url }) => url.pathname)).toEqual(['/data/v1/get/C/A/HS']);

    expect((await sut('bad-key').facts({ ...query, hsCodes: ['8517', '851713'] }, patient())).facts).toHaveLength(1);
    expect(server.seen.slice(1).map(({ url }) => url.pathname)).toEqual([
      '/data/v1/get/C/A/HS',
      '/public/v1/preview/C/A/HS',
    ]);
  });

  it('should say up to which year a country has reported', async () => {
    latest[704] = 2023;
    const { facts, gaps } = await sut().facts({ ...query, reporter: 'VNM' }, patient());

    expect(facts).toEqual([]);
    expect(gaps).toEqual([
      { en: 'Vietnam has reported to UN Comtrade up to 2023.', zh: '越南向 UN Comtrade 申报的数据截至 2023 年。' },
    ]);
  });

  it.each([
    ['a refusal inside of a 200', { body: { count: 0, data: null, errorObject: { errorMessage: 'Invalid period' } } }],
    ['a page of HTML', { headers: { 'content-type': 'text/html' }, body: '<html>Service unavailable</html>' }],
    ['a disturbance', { status: 500, body: { statusCode: 500, message: 'Internal server error' } }],
    [
      'too many requests',
      {
        status: 429,
        headers: { 'retry-after': '60' },
        body: { statusCode: 429, message: 'Rate limit is exceeded. Try again in 60 seconds.' },
      },
    ],
  ])('should answer from the reference snapshot, and say why, after %s', async (_, reply) => {
    server.first(reply, reply);
    const chain = new ChainedTradeData([sut(), reference.trade]);
    const { facts, gaps, coverage } = await chain.facts(query, patient());

    expect(facts.every(({ sourceId }) => !sourceId.startsWith('un-comtrade'))).toBe(true);
    expect(facts.length).toBeGreaterThan(0);
    expect(coverage[0]?.en).toMatch(/^Built-in reference snapshot/);
    expect(gaps[0]?.en).toMatch(/^UN Comtrade /);
  });

  it('should answer from the reference snapshot where there is no internet, and say so once', async () => {
    await http.close();
    http = localProviderHttp({ probes: ['http://127.0.0.1:1/'] });
    const tool = queryTradeStatisticsTool({ ...reference, trade: new ChainedTradeData([sut(), reference.trade]) });
    const input = tool.input.parse({ reporter: '中国', partner: '美国', product: '手机', years: [2024] });
    const { missing } = await tool.run(input, toolContext({ language: 'zh', signal: patient() }));

    expect(missing.filter((sentence) => sentence.includes('无法连接互联网'))).toEqual([
      '当前环境无法连接互联网，未查询在线数据源。',
    ]);
  });

  it('should give the tool figure, share, growth and mirror, each with its source', async () => {
    held.push(
      figure({}),
      figure({ year: 2023, value: 32_000 }),
      figure({ partner: 0, value: 160_000 }),
      figure({ reporter: USA, partner: CHINA, flow: 'M', value: 50_000 }),
    );
    const tool = queryTradeStatisticsTool({ ...reference, trade: new ChainedTradeData([sut(), reference.trade]) });
    const input = tool.input.parse({ partner: 'USA', product: '手机', years: [2023, 2024] });
    const { data, confidence, coverage } = await tool.run(input, toolContext({ signal: patient() }));

    expect(data.rows.map(({ period, value_usd }) => [period, value_usd])).toEqual([
      ['2024', 40_000],
      ['2023', 32_000],
    ]);
    expect(data.growth[0]).toMatchObject({ from_period: '2023', to_period: '2024', rate: 0.25 });
    expect(data.shares[0]).toMatchObject({ value: 0.25, whole_usd: 160_000 });
    expect(data.context.find(({ role }) => role === 'mirror')).toMatchObject({ value_usd: 50_000 });
    expect(confidence).toBe('high');
    expect(coverage).toContain('UN Comtrade: annual statistics as each country reports them');
  });
});
