import { readFileSync } from 'node:fs';
import { type Source } from '../../../../session/index.js';
import { type CompanyRecord, type CompanyStatement } from '../company-data.port.js';
import { Countries } from '../countries/countries.js';
import { HsNomenclature } from '../nomenclature/hs-nomenclature.js';
import { fold } from '../text-match.js';
import { ALL_GOODS, type TradeFact } from '../trade-data.port.js';
import { ReferenceDataError } from './reference-data.error.js';
import * as rows from './reference-rows.js';
import { ReferenceTable } from './reference-table.js';

/** The source of codes and descriptions, by its id in sources.csv. */
const NOMENCLATURE_SOURCE = 'hs-2022';

/** Everything the repository itself holds, checked as a whole (docs/data-sources.md). */
export interface ReferenceSnapshot {
  readonly sources: ReadonlyMap<string, Source>;
  readonly countries: Countries;
  readonly nomenclature: HsNomenclature;
  readonly tradeFacts: readonly TradeFact[];
  readonly companies: readonly CompanyRecord[];
}

/** Gives the text of one file of the snapshot by its name. */
export type ReadReferenceFile = (file: string) => string;

const readBundled: ReadReferenceFile = (file) => readFileSync(new URL(`./data/${file}`, import.meta.url), 'utf8');

/**
 * Reads and checks the snapshot: once, at the start.
 * @throws ReferenceDataError that names file, line and reason: a row of unknown source, a key that stands twice, a period that is none.
 */
export function loadReferenceSnapshot(read: ReadReferenceFile = readBundled): ReferenceSnapshot {
  const sources = loadSources(read);
  const countries = loadCountries(read);
  const { nomenclature, knowsCode } = loadNomenclature(read, sources);
  const known = { sources, countries, knowsCode };
  return {
    sources,
    countries,
    nomenclature,
    tradeFacts: loadTradeFacts(read, known),
    companies: loadCompanies(read, known),
  };
}

interface Known {
  readonly sources: ReadonlyMap<string, Source>;
  readonly countries: Countries;
  readonly knowsCode: (code: string) => boolean;
}

function loadSources(read: ReadReferenceFile): ReadonlyMap<string, Source> {
  const table = new ReferenceTable('sources.csv', read('sources.csv'), rows.sourceRow).unique(({ id }) => [id]);
  return new Map(table.values.map((source) => [source.id, source]));
}

function loadCountries(read: ReadReferenceFile): Countries {
  const table = new ReferenceTable('countries.csv', read('countries.csv'), rows.countryRow).unique((row) => [
    row.iso3,
    ...row.aliases,
  ]);
  const countries = new Countries(table.values);
  table.check(({ iso3 }) => (countries.has(iso3) ? undefined : `ISO 3166-1 has no country ${iso3}`));
  return countries;
}

function loadNomenclature(read: ReadReferenceFile, sources: ReadonlyMap<string, Source>) {
  const source = sources.get(NOMENCLATURE_SOURCE);
  if (!source) throw new ReferenceDataError('sources.csv', 0, `the source "${NOMENCLATURE_SOURCE}" is missing`);
  const sections = new ReferenceTable('hs-sections.csv', read('hs-sections.csv'), rows.sectionRow).unique(
    ({ code }) => [code],
  );
  const sectionCodes = new Set(sections.values.map(({ code }) => code));
  const entries = new ReferenceTable('hs-2022.csv', read('hs-2022.csv'), rows.entryRow).unique(({ code }) => [code]);
  const codes = new Set(entries.values.map(({ code }) => code));
  entries.check(({ code, section }) => {
    if (!sectionCodes.has(section)) return `there is no section ${section}`;
    return code.length === 2 || codes.has(code.slice(0, -2)) ? undefined : `${code.slice(0, -2)} above it is missing`;
  });
  const products = new ReferenceTable('products.csv', read('products.csv'), rows.productRow)
    .unique(({ hsCode }) => [hsCode])
    .unique(({ nameZh, nameEn, synonyms }) => [nameZh, nameEn, ...synonyms].map(fold))
    .check(({ hsCode }) => (codes.has(hsCode) ? undefined : `hs-2022.csv has no code ${hsCode}`));
  const former = new Set(products.values.flatMap(({ formerCodes }) => formerCodes));
  return {
    nomenclature: new HsNomenclature(source, sections.values, entries.values, products.values),
    knowsCode: (code: string) => code === ALL_GOODS || codes.has(code) || former.has(code),
  };
}

function loadTradeFacts(read: ReadReferenceFile, known: Known): readonly TradeFact[] {
  return new ReferenceTable('trade-facts.csv', read('trade-facts.csv'), rows.tradeFactRow)
    .unique((fact) => [
      [fact.reporter, fact.partner, fact.hsCodes.join('+'), fact.flow, fact.period, fact.series].join(' '),
    ])
    .check((fact) => {
      const place = [fact.reporter, fact.partner].find((code) => !known.countries.has(code));
      if (place !== undefined) return `ISO 3166-1 has no country ${place}`;
      const code = fact.hsCodes.find((candidate) => !known.knowsCode(candidate));
      if (code !== undefined) return `hs-2022.csv has no code ${code}`;
      return unknownSource(known, fact.sourceId);
    }).values;
}

function loadCompanies(read: ReadReferenceFile, known: Known): readonly CompanyRecord[] {
  const companies = new ReferenceTable('companies.csv', read('companies.csv'), rows.companyRow)
    .unique(({ id }) => [id])
    .unique(({ nameZh, nameEn, aliases }) => [...new Set([nameZh ?? '', nameEn ?? '', ...aliases].map(fold))])
    .check(({ country, productCodes }) => {
      if (!known.countries.has(country)) return `ISO 3166-1 has no country ${country}`;
      const code = productCodes.find((candidate) => !known.knowsCode(candidate));
      return code === undefined ? undefined : `hs-2022.csv has no code ${code}`;
    });
  const statements = new Map<string, CompanyStatement[]>(companies.values.map(({ id }) => [id, []]));
  const facts = new ReferenceTable('company-facts.csv', read('company-facts.csv'), rows.companyFactRow)
    .unique(({ company, statement }) => [[company, statement.field, statement.value, statement.period].join(' ')])
    .check(({ company, statement }) => {
      return statements.has(company)
        ? unknownSource(known, statement.sourceId)
        : `companies.csv has no company ${company}`;
    });
  for (const { company, statement } of facts.values) statements.get(company)?.push(statement);
  return companies.values.map((company) => ({ ...company, statements: statements.get(company.id) ?? [] }));
}

function unknownSource({ sources }: Known, id: string): string | undefined {
  return sources.has(id) ? undefined : `sources.csv has no source "${id}"`;
}
