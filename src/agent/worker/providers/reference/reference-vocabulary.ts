import { type ReferenceSnapshot } from './reference-snapshot.js';

/** Something people name in a question, and the words they use for it. */
export interface KnownName {
  /** ISO 3166-1 alpha-3 of a country, HS code of a product, our id of a company. */
  readonly id: string;
  /** Chinese and English, the ones to show first. */
  readonly names: readonly string[];
}

/** The proper names of the snapshot, for whoever reads questions. */
export interface ReferenceVocabulary {
  readonly countries: readonly KnownName[];
  readonly products: readonly KnownName[];
  readonly companies: readonly KnownName[];
}

export function referenceVocabulary({ countries, nomenclature, companies }: ReferenceSnapshot): ReferenceVocabulary {
  return {
    countries: countries.all().map(({ code, names }) => ({
      id: code,
      names: [countries.name(code, 'zh'), countries.name(code, 'en'), ...names],
    })),
    products: nomenclature.named().map((product) => ({
      id: product.hsCode,
      names: [product.nameZh, product.nameEn, ...product.synonyms],
    })),
    companies: companies.map((company) => ({
      id: company.id,
      names: [company.nameZh, company.nameEn, ...company.aliases].filter((name) => name !== null),
    })),
  };
}
