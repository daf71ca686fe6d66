/** Where on the page a field was read; `url` is a guess from the address alone. In order of trust. */
export const FIELD_ORIGINS = ['json-ld', 'embedded', 'microdata', 'opengraph', 'reader', 'title', 'url'] as const;
export type FieldOrigin = (typeof FIELD_ORIGINS)[number];

export const PAGE_FIELDS = [
  'name',
  'brand',
  'manufacturer',
  'seller',
  'model',
  'sku',
  'mpn',
  'gtin',
  'category',
  'material',
  'color',
  'weight',
  'country_of_origin',
  'price',
  'availability',
  'rating',
  'description',
  'image',
  'attribute',
] as const;
export type PageFieldName = (typeof PAGE_FIELDS)[number];

/** One statement of the page about its product: the seller's word, not a checked fact. */
export interface PageField {
  readonly field: PageFieldName;
  /** The field's name in the run's language; of an `attribute` the name the page gives it. */
  readonly label: string;
  /** As the page writes it; a price carries its currency, e.g. `299.00 USD`. */
  readonly value: string;
  readonly origin: FieldOrigin;
  readonly source_id: string;
}

export interface AnalyzeProductPageData {
  /** As given. */
  readonly url: string;
  /** After redirects; null when the page was not read. */
  readonly final_url: string | null;
  /** Whether the page was read. When not, only fields of origin `url` are there. */
  readonly reached: boolean;
  /** Why it was not read: a registered error code and its sentence in the run's language. */
  readonly failure: { readonly code: string; readonly detail: string } | null;
  /** The shop or marketplace, e.g. `Walmart`; the bare host name where we do not know it. */
  readonly site: string;
  /** The best words to look for the product with (HS code, suppliers); null when not even the address names it. */
  readonly product_words: string | null;
  /** At most one value a field, the most trusted origin first; `attribute` may repeat. */
  readonly fields: readonly PageField[];
}
