/** Something people name in a question, and the words they use for it. */
export interface VocabularyEntry {
  /** ISO 3166-1 alpha-3 of a country, HS code of a product, our id of a company. */
  readonly id: string;
  /** Chinese and English names, the one to show first in each language; duplicates do no harm. */
  readonly names: readonly string[];
}

/** The proper names the analyst recognises. What is not in it can still be asked for: products and companies are then read from the sentence. */
export interface Vocabulary {
  readonly countries: readonly VocabularyEntry[];
  readonly products: readonly VocabularyEntry[];
  readonly companies: readonly VocabularyEntry[];
}
