import { type ReadablePage } from '../../../providers/page-reader.port.js';
import { type PageFieldName } from '../analyze-product-page.types.js';
import { FieldCollector, type ReadField } from './read-field.js';

/** Meta tags a reader passes on, best first. */
const META: readonly (readonly [PageFieldName, ...string[]])[] = [
  ['brand', 'product:brand', 'og:brand'],
  ['availability', 'product:availability', 'og:availability'],
  ['category', 'product:category'],
  ['description', 'og:description', 'description'],
  ['image', 'og:image'],
];

/** What is left of a page that somebody else read: its title and meta tags. */
export function readMeta({ title, meta }: ReadablePage): ReadField[] {
  const collector = new FieldCollector('reader');
  collector.add('name', meta['og:title'] ?? title);
  for (const [field, ...names] of META) collector.add(field, names.map((name) => meta[name]).find(Boolean));
  const amount = meta['product:price:amount'] ?? meta['og:price:amount'];
  const currency = meta['product:price:currency'] ?? meta['og:price:currency'] ?? '';
  if (amount !== undefined) collector.add('price', `${amount} ${currency}`);
  return collector.fields;
}
