import { type CheerioAPI } from 'cheerio';
import { FieldCollector, type ReadField } from './read-field.js';

type Node = Readonly<Record<string, unknown>>;

/** A script of a page is searched so deep; shops move their product about in it. */
const DEEPEST = 14;
const MOST_ATTRIBUTES = 30;

/** Reads the product from the state a shop hands to its own scripts: Walmart's and Alibaba.com's. */
export function readEmbeddedState($: CheerioAPI): ReadField[] {
  const next = parse($('script#__NEXT_DATA__').first().text());
  const walmart = find(next, (node) => 'usItemId' in node && typeof node.name === 'string');
  if (walmart) return readWalmart(walmart);
  const script = $('script')
    .toArray()
    .map((element) => $(element).text())
    .find((text) => text.includes('window.detailData'));
  const detail = find(script === undefined ? undefined : parse(objectAfter(script, 'window.detailData')), (node) => {
    return asNode(node.product)?.subject !== undefined;
  });
  return detail ? readAlibaba(detail) : [];
}

function readWalmart(product: Node): ReadField[] {
  const collector = new FieldCollector('embedded');
  const price = asNode(asNode(product.priceInfo)?.currentPrice);
  const path = list(asNode(product.category)?.path).map((step) => text(asNode(step)?.name));
  collector.add('name', product.name);
  collector.add('brand', product.brand);
  collector.add('manufacturer', product.manufacturerName);
  collector.add('seller', product.sellerName);
  collector.add('model', product.model);
  collector.add('sku', product.usItemId);
  collector.add('gtin', product.upc);
  collector.add('category', path.filter(Boolean).join(' › '));
  if (price?.price !== undefined) collector.add('price', `${text(price.price)} ${text(price.currencyUnit)}`);
  collector.add('availability', product.availabilityStatus);
  if (product.averageRating !== undefined)
    collector.add('rating', `${text(product.averageRating)} (${text(product.numberOfReviews)})`);
  collector.add('image', asNode(product.imageInfo)?.thumbnailUrl);
  return collector.fields;
}

/** What Alibaba.com calls its properties where we have a word for them. */
const PROPERTIES = {
  'Brand Name': 'brand',
  'Model Number': 'model',
  'Place of Origin': 'country_of_origin',
  Material: 'material',
  Color: 'color',
} as const;

function readAlibaba(detail: Node): ReadField[] {
  const collector = new FieldCollector('embedded');
  const product = asNode(detail.product) ?? {};
  const price = asNode(product.price);
  collector.add('name', product.subject);
  collector.add('seller', asNode(detail.seller)?.companyName);
  const ladder = list(price?.productLadderPrices).map(asNode);
  const range = asNode(price?.productRangePrices)?.priceRangeText;
  collector.add('price', ladder.length > 0 ? ladder.map((step) => text(step?.formatPrice)).join(' – ') : range);
  if (product.moq !== undefined) {
    const unit = text(price?.unitEven);
    collector.add('attribute', `${text(product.moq)} ${unit}`.trim(), 'Minimum order');
  }
  const properties = ['productBasicProperties', 'productKeyIndustryProperties', 'productOtherProperties'];
  for (const property of properties
    .flatMap((key) => list(product[key]))
    .slice(0, MOST_ATTRIBUTES)
    .map(asNode)) {
    const name = text(property?.attrName);
    const known = name in PROPERTIES ? PROPERTIES[name as keyof typeof PROPERTIES] : undefined;
    if (known) collector.add(known, property?.attrValue);
    else if (name !== '') collector.add('attribute', property?.attrValue, name);
  }
  return collector.fields;
}

/** The first thing in the tree that is one, breadth first: the shallowest is the page's own product, deeper ones are recommendations. */
function find(root: unknown, is: (node: Node) => boolean): Node | undefined {
  let level: unknown[] = [root];
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth++) {
    const nodes = level.map(asNode).filter((node) => node !== undefined);
    const found = nodes.find(is);
    if (found) return found;
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
  return undefined;
}

/** The object literal behind `name = `, up to the brace that closes it. */
function objectAfter(script: string, name: string): string {
  const start = script.indexOf('{', script.indexOf(name));
  let depth = 0;
  let quoted = false;
  for (let at = start; at >= 0 && at < script.length; at++) {
    const character = script[at];
    if (character === '\\') at++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === '{') depth++;
    else if (!quoted && character === '}' && --depth === 0) return script.slice(start, at + 1);
  }
  return '';
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
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
