import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { toolContext } from '../factories/tool-context.js';
import { type ProviderHttp } from '../../src/agent/worker/providers/http/provider-http.js';
import { createReferenceProviders } from '../../src/agent/worker/providers/reference/reference-providers.js';
import { ListIndex } from '../../src/agent/worker/providers/sanctions/list-index.js';
import { PUBLISHED_LISTS } from '../../src/agent/worker/providers/sanctions/published-lists.js';
import { SanctionLists } from '../../src/agent/worker/providers/sanctions/sanction-lists.js';
import { screenSanctionsTool } from '../../src/agent/worker/tools/screen-sanctions/screen-sanctions.tool.js';
import { startFakeLists } from '../fakes/providers/fake-lists.js';
import { type FakeServer } from '../fakes/providers/fake-server.js';
import { localProviderHttp, patient } from '../fakes/providers/provider-http.js';

const reference = createReferenceProviders();

describe('sanctions lists', () => {
  let server: FakeServer;
  let http: ProviderHttp;
  let directory: string;

  beforeEach(async () => {
    server = await startFakeLists();
    http = localProviderHttp();
    directory = await mkdtemp(path.join(tmpdir(), 'lists-'));
  });
  afterEach(async () => {
    jest.useRealTimers();
    await http.close();
    await server.stop();
    // A download that was given up may still be writing its last bytes.
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  });

  const sut = (patienceMs = 5_000) =>
    new SanctionLists(http, {
      directory,
      patienceMs,
      lists: PUBLISHED_LISTS.map((list) => ({
        ...list,
        files: list.files.map((file) => `${server.url}/${list.id}/${path.basename(new URL(file).pathname)}`),
      })),
    });

  it('should read all four lists in their own formats', async () => {
    const { lists, gaps } = await sut().screen(['nobody at all'], patient());

    expect(gaps).toEqual([]);
    expect(lists.map(({ id, parties }) => [id, parties])).toEqual([
      ['ofac-sdn', 2],
      ['us-csl', 1],
      ['eu-fsf', 2],
      ['un-sc', 2],
    ]);
  });

  it.each([
    ['Example Trading Company Limited', 'ofac-sdn', 'EXAMPLE TRADING CO., LTD.'],
    ['Ejemplo Comercio', 'ofac-sdn', 'EXAMPLE TRADING CO., LTD.'],
    ['示例半导体', 'us-csl', 'Example Semiconductor Co., Ltd.'],
    ['Exemple Industries', 'eu-fsf', 'Example Industries'],
    ['EXAMPLE RELIEF FOUNDATION', 'un-sc', 'EXAMPLE RELIEF FOUNDATION'],
  ])('should find "%s" on %s', async (name, list, party) => {
    const { matches } = await sut().screen([name], patient());

    expect(matches[0]).toMatchObject({ list: { id: list }, party: { name: party } });
    expect(matches[0]?.likeness).toBeGreaterThan(0.95);
  });

  it('should fetch a list once, keep it on disk, and ask a day later only whether it has changed', async () => {
    const first = sut();
    await first.screen(['x y'], patient());
    await first.screen(['x y'], patient());
    await sut().screen(['x y'], patient());
    expect(server.seen).toHaveLength(5);

    jest.useFakeTimers({
      doNotFake: ['setTimeout', 'setImmediate', 'nextTick', 'queueMicrotask'],
      now: Date.now() + 25 * 3_600_000,
    });
    const { lists } = await sut().screen(['Exemple Industries'], patient());
    expect(server.seen.slice(5).map(({ headers }) => headers['if-none-match'])).toEqual(Array(5).fill('"v1"'));
    expect(lists[0]?.copyOf).toBe(new Date().toISOString().slice(0, 10));
  });

  it('should screen the last copy when its publisher is away, and say of which day it is', async () => {
    const before = new Date().toISOString().slice(0, 10);
    await sut().screen(['x y'], patient());
    const later = sut();
    await server.stop();
    jest.useFakeTimers({
      doNotFake: ['setTimeout', 'setImmediate', 'nextTick', 'queueMicrotask'],
      now: Date.now() + 48 * 3_600_000,
    });
    const { lists, matches } = await later.screen(['Example Industries'], patient());

    expect(lists.map(({ copyOf }) => copyOf)).toEqual([before, before, before, before]);
    expect(matches).not.toEqual([]);
  });

  it('should clear nobody by a page that is no list', async () => {
    const page = { headers: { 'content-type': 'text/html' }, body: '<html>Down for maintenance</html>' };
    server.first(page, page, page, page, page);
    const { lists, gaps } = await sut().screen(['Example Industries'], patient());

    expect(lists).toEqual([]);
    expect(gaps).toHaveLength(4);
    expect(gaps[0]?.en).toMatch(/^Not screened: US Treasury OFAC/);
  });

  it('should not keep a question waiting for a slow download', async () => {
    server.first('hang');
    const { lists, gaps } = await sut(300).screen(['Example Industries'], patient());

    expect(lists).toHaveLength(3);
    expect(gaps[0]?.zh).toContain('仍在下载');
  });

  it('should stop waiting when the question is cancelled', async () => {
    server.first('hang');
    const abort = new AbortController();
    const screening = sut(60_000).screen(['Example Industries'], abort.signal);
    setTimeout(() => abort.abort(new Error('cancelled')), 50);

    await expect(screening).rejects.toThrow('cancelled');
  });

  it('should report possible matches and never a verdict, with the day of each list', async () => {
    const tool = screenSanctionsTool({ ...reference, screening: sut() });
    const run = (name: string) => tool.run({ name }, toolContext({ signal: patient() }));
    const found = await run('Example Industries Ltd');
    const clean = await run('Harmless Garlic Press Makers');

    expect(found.summary).toMatch(/possible matches .* to be checked by a person/);
    expect(found.data.possible_matches[0]).toMatchObject({
      matching_name: 'Example Industries',
      likeness: 1,
      source_id: 'eu-fsf',
    });
    expect(found.sources).toHaveLength(4);
    expect(clean.data.possible_matches).toEqual([]);
    expect(clean.summary).toContain('this clears nobody');
    expect(clean.missing.at(-1)).toContain('UFLPA');
  });

  it('should say that nothing was screened where no live source may be asked', async () => {
    const tool = screenSanctionsTool(reference);
    const { missing, confidence } = await tool.run(
      { name: '富士康' },
      toolContext({ language: 'zh', signal: patient() }),
    );

    expect(missing[0]).toMatch(/^未筛查/);
    expect(confidence).toBe('low');
  });
});

describe('ListIndex', () => {
  const party = (name: string, ...aliases: string[]) => ({
    name,
    aliases,
    country: null,
    programme: null,
    listedOn: null,
  });
  const sut = new ListIndex([
    party('Zhejiang Dahua Technology Co., Ltd.', '浙江大华技术股份有限公司'),
    party('Al-Noor Trading'),
    party('China Electronics Technology Group Corporation 13th Research Institute'),
  ]);

  it.each([
    ['Zhejiang Dahua Technology', 1],
    ['ZHEJIANG DAHUA TECHNOLOGY COMPANY LIMITED', 1],
    ['Technology Dahua Zhejiang', 0.98],
    ['浙江大华技术有限公司', 1],
    ['ＺＨＥＪＩＡＮＧ ＤＡＨＵＡ ＴＥＣＨＮＯＬＯＧＹ', 1],
    ['Dahua Technology', 0.88],
  ])('should find %s with a likeness of %f', (name, likeness) => {
    expect(sut.search(name)[0]?.likeness).toBeCloseTo(likeness, 2);
  });

  it.each(['Technology', 'Zhejiang Geely Technology', 'China Trading', '大华', 'BYD'])(
    'should not take %s for anybody',
    (name) => {
      expect(sut.search(name)).toEqual([]);
    },
  );
});
