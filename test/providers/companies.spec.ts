import { toolContext } from '../factories/tool-context.js';
import { CombinedCompanyData } from '../../src/agent/worker/providers/chain/combined-company-data.js';
import { GleifCompanyData } from '../../src/agent/worker/providers/gleif/gleif-company-data.js';
import { type ProviderHttp } from '../../src/agent/worker/providers/http/provider-http.js';
import { createReferenceProviders } from '../../src/agent/worker/providers/reference/reference-providers.js';
import { WikidataCompanyData } from '../../src/agent/worker/providers/wikidata/wikidata-company-data.js';
import { WikidataClient } from '../../src/agent/worker/providers/wikidata/wikidata.client.js';
import { findSuppliersTool } from '../../src/agent/worker/tools/find-suppliers/find-suppliers.tool.js';
import { getCompanyProfileTool } from '../../src/agent/worker/tools/get-company-profile/get-company-profile.tool.js';
import { startFakeGleif } from '../fakes/providers/fake-gleif.js';
import { type FakeServer } from '../fakes/providers/fake-server.js';
import { type HeldItem, startFakeWikidata } from '../fakes/providers/fake-wikidata.js';
import { localProviderHttp, patient } from '../fakes/providers/provider-http.js';

const LEI = '5493001B3S84E8NZ1X10';
const PARENT = '5493001B3S84E8NZ1X28';
const ITEMS: readonly HeldItem[] = [
  {
    id: 'Q900',
    en: 'Example Motors',
    zh: '示例汽车',
    aliases: ['Example Motors Co., Ltd.'],
    claims: {
      P17: [{ item: 'Q148' }],
      P159: [{ item: 'Q901' }],
      P571: [{ date: '1995-02-00', precision: 10 }],
      P1278: [LEI],
      P414: [{ item: 'Q902', ticker: '1211' }],
      P1128: [
        { amount: '+100', unit: 'Q199', year: '2019' },
        { amount: '+300', unit: 'Q199', year: '2023' },
      ],
      P2139: [
        { amount: '+5000', unit: 'Q39099', year: '2023' },
        { amount: '+9', unit: 'Q39099', rank: 'deprecated' },
      ],
      P856: ['https://example.com/'],
    },
  },
  { id: 'Q903', en: 'Example Motors (song)', claims: { P31: [{ item: 'Q7366' }] } },
  { id: 'Q148', en: "People's Republic of China" },
  { id: 'Q901', en: 'Shenzhen' },
  { id: 'Q902', en: 'Hong Kong Stock Exchange' },
  { id: 'Q904', en: 'garlic press' },
];
const MAKERS = [
  {
    item: 'http://www.wikidata.org/entity/Q910',
    en: 'Knoblauch GmbH',
    iso3: 'DEU',
    productLabel: 'garlic press',
    website: 'https://k.example/',
  },
  { item: 'http://www.wikidata.org/entity/Q910', en: 'Knoblauch GmbH', iso3: 'DEU', productLabel: 'knife' },
];
const reference = createReferenceProviders();

describe('live company data', () => {
  let gleif: FakeServer;
  let wikidata: FakeServer;
  let http: ProviderHttp;

  beforeEach(async () => {
    gleif = await startFakeGleif([
      {
        lei: LEI,
        name: '示例汽车股份有限公司',
        language: 'zh',
        otherNames: ['Example Motors Company Limited'],
        parent: PARENT,
      },
      { lei: PARENT, name: 'Example Holdings', parent: 'NATURAL_PERSONS' },
      { lei: '5493001B3S84E8NZ1X36', name: 'Some Fund of Example Motors Employees Trust' },
    ]);
    wikidata = await startFakeWikidata(ITEMS, MAKERS);
    http = localProviderHttp();
  });
  afterEach(async () => {
    await http.close();
    await Promise.all([gleif.stop(), wikidata.stop()]);
  });

  const lei = () => new GleifCompanyData(http, gleif.url);
  const wiki = () => new WikidataCompanyData(new WikidataClient(http, wikidata.url, wikidata.url), reference.countries);
  const values = (
    statements: readonly { field: string; value: unknown; unit: string | null; period: string | null }[],
  ) =>
    Object.fromEntries(
      statements.map(({ field, value, unit, period }) => [field, [value, unit, period].filter(Boolean).join(' ')]),
    );

  it.each(['示例汽车', 'Example Motors', LEI])(
    'should find a company of the LEI register by %s, with its parent',
    async (name) => {
      const { matches, sources } = await lei().search(name, patient());

      expect(matches[0]?.company).toMatchObject({ country: 'CHN', nameZh: '示例汽车股份有限公司' });
      expect(values(matches[0]?.company.statements ?? [])).toMatchObject({
        lei: LEI,
        registration_no: '91440300000000000X',
        founded: '2002-06-11',
        parent: 'Example Holdings',
      });
      expect(matches[0]?.company.statements.find(({ field }) => field === 'lei')?.note).toContain('LEI status LAPSED');
      expect(sources[0]).toMatchObject({ id: `gleif-${LEI}`, as_of: '2026-05-02', licence: 'CC0-1.0' });
    },
  );

  it('should say why no parent is named, and find nothing where there is nothing', async () => {
    const { matches } = await lei().search('Example Holdings', patient());

    expect(matches[0]?.company.statements.find(({ field }) => field === 'parent')).toMatchObject({
      value: 'not named',
      note: 'reason given: NATURAL_PERSONS',
    });
    expect((await lei().search('0000001B3S84E8NZ1X10', patient())).matches).toEqual([]);
  });

  it('should read a company of Wikidata: the latest of yearly figures, no deprecated one, no namesake of another kind', async () => {
    const { matches, sources } = await wiki().search('Example Motors', patient());

    expect(matches).toHaveLength(1);
    expect(values(matches[0]?.company.statements ?? [])).toEqual({
      founded: '1995-02',
      headquarters: 'Shenzhen',
      stock_code: 'Hong Kong Stock Exchange: 1211',
      lei: LEI,
      website: 'https://example.com/',
      revenue: '5000 CNY 2023',
      employees: '300 people 2023',
    });
    expect(sources[0]).toMatchObject({ id: 'wikidata-Q900', confidence: 'secondary' });
  });

  it('should join what is said of one LEI, each statement with its own source', async () => {
    const sut = getCompanyProfileTool({
      ...reference,
      companies: new CombinedCompanyData([reference.companies, lei(), wiki()]),
    });
    const { data, sources } = await sut.run(
      { name: 'Example Motors' },
      toolContext({ language: 'zh', signal: patient() }),
    );

    expect(data.company?.name).toBe('示例汽车股份有限公司');
    expect(new Set(data.facts.map(({ source_id }) => source_id))).toEqual(new Set([`gleif-${LEI}`, 'wikidata-Q900']));
    expect(sources).toHaveLength(2);
    expect(data.qualification.find(({ check }) => check === 'lei')?.held).toBe(true);
  });

  it('should find makers of a product in Wikidata, once each, behind those of the snapshot', async () => {
    const sut = findSuppliersTool({
      ...reference,
      companies: new CombinedCompanyData([reference.companies, lei(), wiki()]),
    });
    const { data } = await sut.run({ product: 'garlic press', limit: 10 }, toolContext({ signal: patient() }));

    expect(data.companies.map(({ name, why }) => [name, why])).toContainEqual([
      'Knoblauch GmbH',
      ['its main products name: garlic press, knife'],
    ]);
    expect(wikidata.seen.at(-1)?.url.searchParams.get('query')).toContain('wd:Q904');
  });

  it('should keep away from Wikidata once it is told to, and answer without it', async () => {
    wikidata.first({ status: 429, headers: { 'retry-after': '86400' }, body: 'You have been banned until tomorrow' });
    const sut = new CombinedCompanyData([reference.companies, wiki()]);
    const first = await sut.search('比亚迪', patient());
    const second = await sut.search('比亚迪', patient());

    expect(first.matches.length).toBeGreaterThan(0);
    expect(first.gaps[0]?.en).toMatch(/^Wikidata takes no further request/);
    expect(second.gaps[0]?.zh).toContain('访问额度暂时用尽');
    expect(wikidata.seen).toHaveLength(1);
  });
});
