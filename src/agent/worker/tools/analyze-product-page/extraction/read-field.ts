import { type FieldOrigin, type PageFieldName } from '../analyze-product-page.types.js';

/** One statement of a page before it is labelled; `name` is the page's own word for an `attribute`. */
export interface ReadField {
  readonly field: PageFieldName;
  readonly value: string;
  readonly origin: FieldOrigin;
  readonly name?: string;
}

/** A description may be a whole essay; what identifies a product is short. */
const LONGEST_VALUE = 400;

/** Makes fields of whatever a page holds: text is trimmed and cut, everything else is left out. */
export class FieldCollector {
  readonly fields: ReadField[] = [];

  constructor(private readonly origin: FieldOrigin) {}

  add(field: PageFieldName, value: unknown, name?: string): void {
    if (typeof value !== 'string' && typeof value !== 'number') return;
    const text = String(value).replace(/\s+/g, ' ').trim().slice(0, LONGEST_VALUE);
    if (text !== '') this.fields.push({ field, value: text, origin: this.origin, ...(name !== undefined && { name }) });
  }
}

/** `https://schema.org/InStock` says `InStock`. */
export function schemaWord(value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/^https?:\/\/schema\.org\//, '') : value;
}
