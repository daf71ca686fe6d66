import { type CheerioAPI } from 'cheerio';
import { type PageFieldName } from '../analyze-product-page.types.js';
import { FieldCollector, type ReadField } from './read-field.js';

const PROPERTIES: readonly (readonly [PageFieldName, ...string[]])[] = [
  ['name', 'og:title', 'twitter:title'],
  ['brand', 'product:brand', 'og:brand'],
  ['availability', 'product:availability', 'og:availability'],
  ['category', 'product:category'],
  ['sku', 'product:retailer_item_id'],
  ['description', 'og:description', 'twitter:description'],
  ['image', 'og:image'],
];

/** Reads what a page tells to social networks. */
export function readOpenGraph($: CheerioAPI): ReadField[] {
  const collector = new FieldCollector('opengraph');
  const meta = (names: readonly string[]) =>
    names
      .map((name) => $(`meta[property="${name}"], meta[name="${name}"]`).first().attr('content'))
      .find((value) => value);
  for (const [field, ...names] of PROPERTIES) collector.add(field, meta(names));
  const price = meta(['product:price:amount', 'og:price:amount']);
  if (price !== undefined)
    collector.add('price', `${price} ${meta(['product:price:currency', 'og:price:currency']) ?? ''}`);
  return collector.fields;
}

/** The last resort: what stands in the title bar. */
export function readTitle($: CheerioAPI): ReadField[] {
  const collector = new FieldCollector('title');
  collector.add('name', $('head > title').first().text());
  collector.add('description', $('meta[name="description"]').first().attr('content'));
  return collector.fields;
}
