import { toolContext } from '../factories/tool-context.js';
import { RoutedTariffs } from '../../src/agent/worker/providers/chain/routed-tariffs.js';
import { type ProviderHttp } from '../../src/agent/worker/providers/http/provider-http.js';
import { createReferenceProviders } from '../../src/agent/worker/providers/reference/reference-providers.js';
import { UsitcTariffs } from '../../src/agent/worker/providers/usitc/usitc-tariffs.js';
import { WitsTariffs } from '../../src/agent/worker/providers/wits/wits-tariffs.js';
import { WitsClient } from '../../src/agent/worker/providers/wits/wits.client.js';
import { getTariffTool } from '../../src/agent/worker/tools/get-tariff/get-tariff.tool.js';
import { type FakeServer } from '../fakes/providers/fake-server.js';
import { type HeldTariff, startFakeUsitc, startFakeWits } from '../fakes/providers/fake-tariffs.js';
import { localProviderHttp, patient } from '../fakes/providers/provider-http.js';

const reference = createReferenceProviders();
const thisYear = new Date().getFullYear();
const HELD: readonly HeldTariff[] = [
  { reporter: '918', partner: '000', product: '850440', year: thisYear - 2, average: 1.2, min: 0, max: 3.3 },
  { reporter: '392', partner: '000', product: '851712', year: thisYear - 3, average: 0 },
  { reporter: '356', partner: '000', product: '851713', year: 2023, average: 20 },
  { reporter: '356', partner: '704', product: '851713', year: 2023, average: 0 },
  { reporter: '840', partner: '000', product: '850440', year: thisYear - 2, average: 1.4 },
];

describe('get_tariff', () => {
  let usitc: FakeServer;
  let wits: FakeServer;
  let http: ProviderHttp;

  beforeEach(async () => {
    usitc = await startFakeUsitc();
    wits = await startFakeWits(HELD);
    http = localProviderHttp();
  });
  afterEach(async () => {
    await http.close();
    await Promise.all([usitc.stop(), wits.stop()]);
  });

  const ask = (input: Record<string, unknown>, language: 'zh' | 'en' = 'en') => {
    const tariffs = new RoutedTariffs(
      { USA: new UsitcTariffs(http, usitc.url) },
      new WitsTariffs(new WitsClient(http, wits.url)),
    );
    const tool = getTariffTool({ ...reference, tariffs });
    return tool.run(tool.input.parse(input), toolContext({ language, signal: patient() }));
  };
  const shown = (rates: readonly { kind: string; tariff_code: string; rate: string; rate_percent: number | null }[]) =>
    rates.map(({ kind, tariff_code, rate, rate_percent }) => [kind, tariff_code, rate, rate_percent]);

  it('should give the line with the rate, not the statistical rows under it, and name the release', async () => {
    const { data, summary, sources } = await ask({ product: '手机', importer: '美国', exporter: '中国' }, 'zh');

    expect(shown(data.rates)).toEqual([['mfn', '8517.13.00', 'Free', 0]]);
    expect(data.rates[0]).toMatchObject({
      edition: '2026 HTS Revision 21',
      description: 'Telephone sets › Smartphones',
    });
    expect(summary).toContain('2026 HTS Revision 21');
    expect(sources[0]).toMatchObject({ licence: 'US public domain', period: '2026 HTS Revision 21' });
  });

  it('should add what chapter 99 puts on goods of China, and on nobody else’s', async () => {
    const china = await ask({ product: '850440', importer: 'USA', exporter: 'CHN' });
    const germany = await ask({ product: '850440', importer: 'USA', exporter: 'DEU' });

    expect(shown(china.data.rates)).toEqual([
      ['mfn', '8504.40.95', '1.5%', 1.5],
      ['additional', '9903.88.01', 'The duty provided in the applicable subheading + 25%', 25],
    ]);
    expect(shown(germany.data.rates)).toEqual([['mfn', '8504.40.95', '1.5%', 1.5]]);
    expect(china.missing.join()).toContain('9903.01 to 9903.03');
  });

  it('should give the rate of an agreement, and column 2 where there is no other', async () => {
    expect(shown((await ask({ product: '850440', importer: 'USA', exporter: 'KOR' })).data.rates)).toContainEqual([
      'preferential',
      '8504.40.95',
      'Free',
      0,
    ]);
    expect(shown((await ask({ product: '850440', importer: 'USA', exporter: 'JPN' })).data.rates)).toContainEqual([
      'preferential',
      '8504.40.95',
      '0.5%',
      0.5,
    ]);
    expect(shown((await ask({ product: '850440', importer: 'USA', exporter: 'RUS' })).data.rates)).toEqual([
      ['column2', '8504.40.95', '35%', 35],
    ]);
  });

  it('should ask for the European Union where a member is the importer, and take the newest year there is', async () => {
    const { data, confidence } = await ask({ product: '850440', importer: '德国' });

    expect(data.rates).toEqual([
      expect.objectContaining({
        kind: 'mfn',
        tariff_code: '850440',
        rate_percent: 1.2,
        min_percent: 0,
        max_percent: 3.3,
        edition: String(thisYear - 2),
      }),
    ]);
    expect(confidence).toBe('medium');
  });

  it('should look under the former code where the present one is not known yet', async () => {
    const { data } = await ask({ product: '手机', importer: '日本' });

    expect(shown(data.rates)).toEqual([['mfn', '851712', '0%', 0]]);
  });

  it('should give the preference of a past year beside the general rate', async () => {
    const { data } = await ask({ product: '手机', importer: '印度', exporter: '越南', year: 2023 });

    expect(shown(data.rates)).toEqual([
      ['mfn', '851713', '20%', 20],
      ['preferential', '851713', '0%', 0],
    ]);
  });

  it('should turn to WITS when the tariff of the USA is shut to programs, and say so', async () => {
    const denied = { status: 403, headers: { 'content-type': 'text/html' }, body: '<html>Access Denied</html>' };
    usitc.first(denied, denied);
    const { data, missing } = await ask({ product: '850440', importer: 'USA', exporter: 'CHN' });

    expect(data.rates[0]).toMatchObject({ rate_percent: 1.4, edition: String(thisYear - 2) });
    expect(missing.join()).toContain('USITC Harmonized Tariff Schedule refused');
  });

  it('should hold nothing and say so where nothing is published', async () => {
    const { data, missing, confidence } = await ask({ product: '手机', importer: '巴西' }, 'zh');

    expect(data.rates).toEqual([]);
    expect(missing[0]).toBe('未查到巴西对智能手机（HS 851713）的关税税率。');
    expect(confidence).toBe('low');
  });

  it('should say that tariffs are looked up live only', async () => {
    const tool = getTariffTool(reference);
    const { missing } = await tool.run({ product: '手机', importer: 'USA' }, toolContext({ signal: patient() }));

    expect(missing.at(-1)).toMatch(/^Tariffs are looked up live/);
  });
});
