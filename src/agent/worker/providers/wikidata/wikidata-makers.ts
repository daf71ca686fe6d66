import { timestamp } from '../../../../common/clock.js';
import { type Source } from '../../../../session/index.js';
import { type CompanyRecord, type CompanyStatement, type MakerMatch } from '../company-data.port.js';
import { type SparqlRow } from './wikidata.client.js';

const MOST_MAKERS = 40;
/** Said by many hands of many makers: behind those whose products are sourced better. */
const SCORE = 0.55;

/** Who makes a product or a kind of it. A country narrows it down where one is asked for. */
export function makersQuery(product: string, country: string | undefined): string {
  const home = country === undefined ? '' : `FILTER(?iso3 = "${country}")`;
  return `SELECT ?item ?zh ?en ?iso3 ?website ?lei ?productLabel WHERE {
  ?item wdt:P1056 ?product . ?product wdt:P279* wd:${product} .
  ?item wdt:P17 ?country . ?country wdt:P298 ?iso3 . ${home}
  OPTIONAL { ?item rdfs:label ?zh . FILTER(LANG(?zh) = "zh") }
  OPTIONAL { ?item rdfs:label ?en . FILTER(LANG(?en) = "en") }
  OPTIONAL { ?item wdt:P856 ?website } OPTIONAL { ?item wdt:P1278 ?lei }
  OPTIONAL { ?product rdfs:label ?productLabel . FILTER(LANG(?productLabel) = "en") }
} LIMIT ${MOST_MAKERS}`;
}

/** One maker for each item, as an item has a row for each of its products and websites. */
export function makersIn(rows: readonly SparqlRow[]): { matches: MakerMatch[]; sources: Source[] } {
  const byItem = new Map<string, SparqlRow[]>();
  for (const row of rows) {
    const id = /Q\d+$/.exec(row.item?.value ?? '')?.[0];
    if (id !== undefined) byItem.set(id, [...(byItem.get(id) ?? []), row]);
  }
  const found = [...byItem].flatMap(([id, all]) => maker(id, all) ?? []);
  return { matches: found.map(({ match }) => match), sources: found.map(({ source }) => source) };
}

function maker(id: string, rows: readonly SparqlRow[]): { match: MakerMatch; source: Source } | undefined {
  const value = (name: string) => rows.find((row) => row[name])?.[name]?.value;
  const country = value('iso3');
  const name = value('en') ?? value('zh');
  if (country === undefined || name === undefined) return undefined;
  const products = [...new Set(rows.flatMap((row) => row.productLabel?.value ?? []))];
  const source: Source = {
    id: `wikidata-${id}`,
    title: `Wikidata: ${name} (${id})`,
    publisher: 'Wikidata',
    url: `https://www.wikidata.org/wiki/${id}`,
    retrieved_at: timestamp(),
    licence: 'CC0-1.0',
    confidence: 'secondary',
  };
  const state = (field: CompanyStatement['field'], stated: string | undefined): CompanyStatement[] =>
    stated === undefined || stated === ''
      ? []
      : [
          {
            field,
            value: stated,
            unit: null,
            period: null,
            asOf: null,
            note: null,
            confidence: 'secondary',
            sourceId: source.id,
          },
        ];
  const company: CompanyRecord = {
    id: `wikidata-${id.toLowerCase()}`,
    country,
    nameZh: value('zh') ?? null,
    nameEn: value('en') ?? null,
    aliases: [],
    productCodes: [],
    statements: [
      ...state('main_products', products.join(', ')),
      ...state('lei', value('lei')),
      ...state('website', value('website')),
    ],
  };
  return { match: { company, score: SCORE, reasons: [{ kind: 'words', words: products }] }, source };
}
