import { type CheerioAPI } from 'cheerio';
import { type PageFieldName } from '../analyze-product-page.types.js';
import { FieldCollector, type ReadField, schemaWord } from './read-field.js';

type Selection = ReturnType<CheerioAPI>;

const PROPERTIES: readonly (readonly [PageFieldName, string])[] = [
  ['name', 'name'],
  ['brand', 'brand'],
  ['manufacturer', 'manufacturer'],
  ['model', 'model'],
  ['sku', 'sku'],
  ['mpn', 'mpn'],
  ['gtin', 'gtin14'],
  ['gtin', 'gtin13'],
  ['gtin', 'gtin12'],
  ['gtin', 'gtin8'],
  ['category', 'category'],
  ['material', 'material'],
  ['color', 'color'],
  ['country_of_origin', 'countryOfOrigin'],
  ['image', 'image'],
  ['description', 'description'],
];

/** Reads a schema.org product written as microdata. */
export function readMicrodata($: CheerioAPI): ReadField[] {
  const product = $('[itemscope][itemtype*="schema.org/Product"]').first();
  if (product.length === 0) return [];
  const collector = new FieldCollector('microdata');
  for (const [field, property] of PROPERTIES) collector.add(field, own($, product, property));
  const offer = product.find('[itemprop="offers"]').first();
  const price = valueOf($, offer.find('[itemprop="price"], [itemprop="lowPrice"]').first());
  const currency = valueOf($, offer.find('[itemprop="priceCurrency"]').first());
  if (price !== undefined) collector.add('price', `${price} ${currency ?? ''}`);
  collector.add('availability', schemaWord(valueOf($, offer.find('[itemprop="availability"]').first())));
  return collector.fields;
}

/** The product's own property, not that of a thing inside it: an offer has a name, too. */
function own($: CheerioAPI, product: Selection, property: string): string | undefined {
  const element = product
    .find(`[itemprop="${property}"]`)
    .filter((_, candidate) => $(candidate).parent().closest('[itemscope]').is(product))
    .first();
  if (element.is('[itemscope]')) return valueOf($, element.find('[itemprop="name"]').first()) ?? valueOf($, element);
  return valueOf($, element);
}

function valueOf($: CheerioAPI, element: Selection): string | undefined {
  if (element.length === 0) return undefined;
  return element.attr('content') ?? element.attr('href') ?? element.attr('src') ?? $(element).text();
}
