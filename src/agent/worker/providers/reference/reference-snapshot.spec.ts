import { readFileSync } from 'node:fs';
import { ReferenceDataError } from './reference-data.error.js';
import { loadReferenceSnapshot, type ReadReferenceFile } from './reference-snapshot.js';

const bundled: ReadReferenceFile = (file) => readFileSync(new URL(`./data/${file}`, import.meta.url), 'utf8');
const withRow =
  (file: string, row: string): ReadReferenceFile =>
  (name) =>
    name === file ? `${bundled(name).trimEnd()}\n${row}\n` : bundled(name);
const changed =
  (file: string, change: (text: string) => string): ReadReferenceFile =>
  (name) =>
    name === file ? change(bundled(name)) : bundled(name);

describe('the reference snapshot', () => {
  const sut = loadReferenceSnapshot();

  it('should load the files of the repository', () => {
    expect(sut.tradeFacts.length).toBeGreaterThan(400);
    expect(sut.companies).toHaveLength(60);
    expect(sut.nomenclature.named().length).toBeGreaterThan(90);
  });

  it('should hold the figure of China’s phones in the USA as an average only', () => {
    const facts = sut.tradeFacts.filter(
      (fact) => fact.reporter === 'CHN' && fact.partner === 'USA' && fact.hsCodes.includes('851713'),
    );

    expect(facts).toEqual([
      expect.objectContaining({ period: '2022-2023', isAverage: true, valueUsd: 46_894_501_616 }),
    ]);
  });

  it('should hold no figure of a licence that forbids to pass it on', () => {
    const titles = [...sut.sources.values()].map(({ title, publisher, licence }) => `${title} ${publisher} ${licence}`);

    expect(titles.filter((title) => /Comtrade.*API|Tushare/i.test(title))).toEqual([]);
    expect([...sut.sources.values()].every(({ url, licence }) => /^https?:/.test(url) && licence)).toBe(true);
  });

  it('should use every source it lists', () => {
    const used = new Set([
      sut.nomenclature.source.id,
      ...sut.tradeFacts.map(({ sourceId }) => sourceId),
      ...sut.companies.flatMap(({ statements }) => statements.map(({ sourceId }) => sourceId)),
    ]);

    expect([...sut.sources.keys()].filter((id) => !used.has(id))).toEqual([]);
  });

  const fact = 'CHN,USA,851713,,X,2024,false,1,,,baci,baci-2022-2023,derived';
  it.each<[string, ReadReferenceFile, string, RegExp]>([
    [
      'an unknown source',
      withRow('trade-facts.csv', fact.replace('baci-2022-2023', 'hearsay')),
      'trade-facts.csv',
      /no source "hearsay"/,
    ],
    [
      'a figure that stands twice',
      withRow('trade-facts.csv', fact.replace('2024,false', '2022-2023,true')),
      'trade-facts.csv',
      /stands in line \d+ already/,
    ],
    [
      'a period that is none',
      withRow('trade-facts.csv', fact.replace('2024', '2024-13')),
      'trade-facts.csv',
      /^period: /,
    ],
    [
      'an average that calls itself a year',
      withRow('trade-facts.csv', fact.replace('false', 'true')),
      'trade-facts.csv',
      /^period: /,
    ],
    [
      'two years that call themselves one',
      withRow('trade-facts.csv', fact.replace('2024', '2023-2024')),
      'trade-facts.csv',
      /^period: /,
    ],
    [
      'a figure without a figure',
      withRow('trade-facts.csv', fact.replace(',1,,', ',,,')),
      'trade-facts.csv',
      /value_usd: or quantity/,
    ],
    [
      'a value that is no number',
      withRow('trade-facts.csv', fact.replace(',1,,', ',lots,,')),
      'trade-facts.csv',
      /plain number/,
    ],
    [
      'a country that is none',
      withRow('trade-facts.csv', fact.replace('USA', 'XXX')),
      'trade-facts.csv',
      /no country XXX/,
    ],
    [
      'an HS code that is none',
      withRow('trade-facts.csv', fact.replace('851713', '851799')),
      'trade-facts.csv',
      /no code 851799/,
    ],
    [
      'a source that is no web address',
      withRow('sources.csv', 'x,t,p,stored-file:1,MIT,,,2026-01-01,derived'),
      'sources.csv',
      /^url: /,
    ],
    [
      'a source that stands twice',
      withRow('sources.csv', 'hs-2022,t,p,https://x.example,MIT,,,2026-01-01,derived'),
      'sources.csv',
      /already/,
    ],
    [
      'no source of the nomenclature',
      changed('sources.csv', (text) => text.replace(/^hs-2022,/m, 'hs,')),
      'sources.csv',
      /"hs-2022" is missing/,
    ],
    [
      'a synonym of two products',
      withRow('products.csv', '010121,马,Horses,手机,,'),
      'products.csv',
      /"手机" stands in line/,
    ],
    [
      'a product without nomenclature',
      withRow('products.csv', '010121,马,Horses,,,'),
      'products.csv',
      /no code 010121/,
    ],
    [
      'a heading without a chapter',
      withRow('hs-2022.csv', '9901,XXI,Things,,'),
      'hs-2022.csv',
      /99 above it is missing/,
    ],
    ['a section that is none', withRow('hs-2022.csv', '98,XXX,Things,,'), 'hs-2022.csv', /no section XXX/],
    [
      'an alias of two companies',
      withRow('companies.csv', 'x,CHN,某公司,Some,富士康,'),
      'companies.csv',
      /"富士康" stands in line/,
    ],
    [
      'a fact about nobody',
      withRow('company-facts.csv', 'nobody,website,x,,,,,verbatim,twse-2023-08-14'),
      'company-facts.csv',
      /no company nobody/,
    ],
    [
      'a fact of an unknown kind',
      withRow('company-facts.csv', 'byd,mood,x,,,,,verbatim,twse-2023-08-14'),
      'company-facts.csv',
      /^field: /,
    ],
    [
      'revenue without a currency',
      withRow('company-facts.csv', 'byd,revenue,12,,2024,,,verbatim,twse-2023-08-14'),
      'company-facts.csv',
      /^value: /,
    ],
    ['a country alias of nobody', withRow('countries.csv', 'XXX,,,某国,'), 'countries.csv', /no country XXX/],
    ['a row with too many cells', withRow('companies.csv', 'a,b,c,d,e,f,g,h'), 'companies.csv', /Columns|columns/],
    ['an empty file', changed('companies.csv', () => ''), 'companies.csv', /no rows/],
  ])('should refuse to start when there is %s', (_, read, file, reason) => {
    const load = () => loadReferenceSnapshot(read);

    expect(load).toThrow(
      expect.objectContaining({ name: ReferenceDataError.name, file, reason: expect.stringMatching(reason) }),
    );
  });

  it('should name the line of the file when a row is refused', () => {
    const lines = bundled('trade-facts.csv').trimEnd().split('\n').length + 1;

    expect(() => loadReferenceSnapshot(withRow('trade-facts.csv', fact.replace('USA', 'XXX')))).toThrow(
      `The reference data is damaged: trade-facts.csv, line ${lines}: ISO 3166-1 has no country XXX`,
    );
  });
});
