import { timestamp } from '../../../../common/clock.js';
import { type Source } from '../../../../session/index.js';
import { type CompanyField, type CompanyRecord, type CompanyStatement } from '../company-data.port.js';
import { type Countries } from '../countries/countries.js';
import { claimsOf, dateOf, itemIds, labelOf, pointInTime, qualifier, quantityOf, texts } from './wikidata-claims.js';
import { type WikidataEntity } from './wikidata.schema.js';

/** Properties that only something in business has. */
const SIGNS_OF_A_COMPANY = ['P452', 'P1056', 'P1278', 'P414', 'P946', 'P2139', 'P1128', 'P169', 'P355'];
/** Properties whose values are items, the fields they fill, and how many of them say enough. */
const ITEM_FIELDS: readonly (readonly [CompanyField, string, number])[] = [
  ['headquarters', 'P159', 1],
  ['founder', 'P112', 3],
  ['chairperson', 'P488', 1],
  ['parent', 'P749', 2],
  ['subsidiary', 'P355', 5],
  ['industry', 'P452', 3],
];
const TEXT_FIELDS: readonly (readonly [CompanyField, string])[] = [
  ['lei', 'P1278'],
  ['isin', 'P946'],
  ['website', 'P856'],
];
const COUNTRY = 'P17';
const PRODUCTS = 'P1056';
const EXCHANGE = 'P414';
const MOST_PRODUCTS = 8;

/** Currencies companies report in. */
const CURRENCIES: Readonly<Record<string, string>> = {
  Q4917: 'USD',
  Q4916: 'EUR',
  Q39099: 'CNY',
  Q8146: 'JPY',
  Q31015: 'HKD',
  Q208526: 'TWD',
  Q202040: 'KRW',
  Q25224: 'GBP',
};

export function isCompany(entity: WikidataEntity): boolean {
  return SIGNS_OF_A_COMPANY.some((property) => claimsOf(entity, property).length > 0);
}

/** Every item whose label is needed to read this one. */
export function namedItems(entity: WikidataEntity): string[] {
  const properties = [...ITEM_FIELDS.map(([, property]) => property), COUNTRY, PRODUCTS, EXCHANGE];
  return [...new Set(properties.flatMap((property) => itemIds(entity, property).slice(0, MOST_PRODUCTS)))];
}

export function wikidataSource(entity: WikidataEntity): Source {
  return {
    id: `wikidata-${entity.id}`,
    title: `Wikidata: ${labelOf(entity, 'en') ?? labelOf(entity, 'zh') ?? entity.id} (${entity.id})`,
    publisher: 'Wikidata',
    url: `https://www.wikidata.org/wiki/${entity.id}`,
    ...(entity.modified !== undefined && { as_of: entity.modified.slice(0, 10) }),
    retrieved_at: timestamp(),
    licence: 'CC0-1.0',
    // Anybody may edit it: it quotes, it does not know.
    confidence: 'secondary',
  };
}

/** Undefined where the item names no country we know. */
export function wikidataCompany(
  entity: WikidataEntity,
  items: ReadonlyMap<string, WikidataEntity>,
  countries: Countries,
): CompanyRecord | undefined {
  const [country] = itemIds(entity, COUNTRY).flatMap((id) => {
    const label = labelOf(items.get(id), 'en');
    return (label && countries.find(label)) ?? [];
  });
  if (country === undefined) return undefined;
  const aliases: Readonly<Record<string, { value: string }[]>> = entity.aliases ?? {};
  return {
    id: `wikidata-${entity.id.toLowerCase()}`,
    country,
    nameZh: labelOf(entity, 'zh') ?? null,
    nameEn: labelOf(entity, 'en') ?? null,
    aliases: Object.values(aliases).flatMap((list) => list.map(({ value }) => value)),
    productCodes: [],
    statements: statementsOf(entity, (id) => labelOf(items.get(id), 'en') ?? labelOf(items.get(id), 'zh')),
  };
}

function statementsOf(entity: WikidataEntity, nameOf: (id: string) => string | undefined): CompanyStatement[] {
  const { id: sourceId, as_of: asOf = null } = wikidataSource(entity);
  const make = (
    field: CompanyField,
    value: string | number,
    more: Partial<CompanyStatement> = {},
  ): CompanyStatement => ({
    field,
    value,
    unit: null,
    period: null,
    asOf,
    note: null,
    confidence: 'secondary',
    sourceId,
    ...more,
  });
  const founded = claimsOf(entity, 'P571').flatMap((claim) => dateOf(claim.mainsnak.datavalue?.value) ?? []);
  const products = itemIds(entity, PRODUCTS).flatMap((id) => nameOf(id) ?? []);
  const listings = claimsOf(entity, EXCHANGE).flatMap((claim) => {
    const [exchange] = itemIds({ ...entity, claims: { [EXCHANGE]: [claim] } }, EXCHANGE).flatMap(
      (id) => nameOf(id) ?? [],
    );
    const ticker = qualifier(claim, 'P249');
    return typeof ticker === 'string' ? [exchange === undefined ? ticker : `${exchange}: ${ticker}`] : [];
  });
  return [
    ...founded.slice(0, 1).map((date) => make('founded', date)),
    ...ITEM_FIELDS.flatMap(([field, property, most]) =>
      itemIds(entity, property)
        .flatMap((id) => nameOf(id) ?? [])
        .slice(0, most)
        .map((name) => make(field, name)),
    ),
    ...listings.slice(0, 3).map((listing) => make('stock_code', listing)),
    ...TEXT_FIELDS.flatMap(([field, property]) =>
      texts(entity, property)
        .slice(0, 1)
        .map((text) => make(field, text)),
    ),
    ...(products.length > 0 ? [make('main_products', products.slice(0, MOST_PRODUCTS).join(', '))] : []),
    ...amounts(entity, 'P2139').flatMap(({ amount, unit, period }) => {
      const currency = CURRENCIES[unit ?? ''];
      return currency === undefined ? [] : [make('revenue', amount, { unit: currency, period })];
    }),
    ...amounts(entity, 'P1128').map(({ amount, period }) => make('employees', amount, { unit: 'people', period })),
  ];
}

/** The latest of the amounts a company states year by year. */
function amounts(entity: WikidataEntity, property: string) {
  return claimsOf(entity, property)
    .flatMap((claim) => {
      const value = quantityOf(claim);
      return value ? [{ ...value, period: pointInTime(claim)?.slice(0, 4) ?? null }] : [];
    })
    .slice(0, 1);
}
