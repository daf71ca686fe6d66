import { type CheerioAPI } from 'cheerio';
import { type PageFieldName } from '../analyze-product-page.types.js';
import { FieldCollector, type ReadField, schemaWord } from './read-field.js';

type Node = Readonly<Record<string, unknown>>;

const PRODUCT_TYPES = new Set(['Product', 'ProductGroup', 'ProductModel', 'IndividualProduct', 'Vehicle', 'Car']);
/** Fields whose value is plain text or a thing with a name, and the properties they are read from, best first. */
const PROPERTIES: readonly (readonly [PageFieldName, ...string[]])[] = [
  ['name', 'name'],
  ['brand', 'brand'],
  ['manufacturer', 'manufacturer'],
  ['model', 'model'],
  ['sku', 'sku', 'productID'],
  ['mpn', 'mpn'],
  ['gtin', 'gtin', 'gtin14', 'gtin13', 'gtin12', 'gtin8'],
  ['category', 'category'],
  ['material', 'material'],
  ['color', 'color'],
  ['country_of_origin', 'countryOfOrigin'],
  ['description', 'description'],
];
const MOST_ATTRIBUTES = 30;

/** Reads schema.org products written as JSON-LD. Broken scripts are left out: pages are often half right. */
export function readJsonLd($: CheerioAPI): ReadField[] {
  const nodes = $('script[type="application/ld+json"]')
    .toArray()
    .flatMap((script) => nodesOf(parse($(script).text())));
  const product = nodes.find((node) => typesOf(node).some((type) => PRODUCT_TYPES.has(type)));
  return product ? fieldsOf(product) : [];
}

function fieldsOf(product: Node): ReadField[] {
  const collector = new FieldCollector('json-ld');
  for (const [field, ...properties] of PROPERTIES) {
    const property = properties.find((candidate) => product[candidate] !== undefined);
    if (property !== undefined) collector.add(field, nameOf(product[property]));
  }
  collector.add('weight', quantity(product.weight));
  collector.add('image', imageOf(product.image));
  const offer = asNode(first(product.offers));
  if (offer) {
    collector.add('price', priceOf(offer));
    collector.add('availability', schemaWord(offer.availability));
    collector.add('seller', nameOf(offer.seller));
  }
  const rating = asNode(first(product.aggregateRating));
  if (rating?.ratingValue !== undefined) {
    const count = rating.reviewCount ?? rating.ratingCount;
    collector.add('rating', `${text(rating.ratingValue)}${count === undefined ? '' : ` (${text(count)})`}`);
  }
  for (const property of list(product.additionalProperty).slice(0, MOST_ATTRIBUTES).map(asNode)) {
    if (property && typeof property.name === 'string') collector.add('attribute', property.value, property.name);
  }
  return collector.fields;
}

function priceOf(offer: Node): string | undefined {
  const specification = asNode(first(offer.priceSpecification));
  const amount = offer.price ?? offer.lowPrice ?? specification?.price;
  if (amount === undefined) return undefined;
  const range =
    offer.lowPrice !== undefined && offer.highPrice !== undefined
      ? `${text(offer.lowPrice)}–${text(offer.highPrice)}`
      : text(amount);
  return `${range} ${text(offer.priceCurrency ?? specification?.priceCurrency)}`.trim();
}

function quantity(value: unknown): unknown {
  const node = asNode(value);
  return node ? `${text(node.value)} ${text(node.unitText ?? node.unitCode)}`.trim() : value;
}

function imageOf(value: unknown): unknown {
  const image = first(value);
  return asNode(image)?.url ?? image;
}

/** The text itself, or the name of the thing. */
function nameOf(value: unknown): unknown {
  const one = first(value);
  return asNode(one)?.name ?? one;
}

function typesOf(node: Node): string[] {
  return list(node['@type']).map((type) => String(schemaWord(type)));
}

/** All things a script describes, those inside `@graph` and of a page's `mainEntity` included. */
function nodesOf(value: unknown): Node[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  const node = asNode(value);
  return node ? [node, ...nodesOf(node['@graph']), ...nodesOf(node.mainEntity), ...nodesOf(node.hasVariant)] : [];
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function asNode(value: unknown): Node | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Node) : undefined;
}

function list(value: unknown): unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

function first(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
