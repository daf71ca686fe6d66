/** One line of the Harmonized System 2022. */
export interface HsEntry {
  /** Two, four or six digits, without a dot. */
  readonly code: string;
  /** Roman numeral of the section. */
  readonly section: string;
  /** English text of the nomenclature. */
  readonly description: string;
  /** Our own Chinese names, the one to show first; every chapter and the headings people ask for have some. */
  readonly namesZh: readonly string[];
  /** Our own English names of chapters and headings whose text nobody would type: `soybeans` are "Soya beans, whether or not broken". */
  readonly namesEn: readonly string[];
}

export interface HsSection {
  /** Roman numeral. */
  readonly code: string;
  readonly nameEn: string;
  readonly nameZh: string;
}

/** A product people ask for and the code it has: our own mapping. */
export interface Product {
  readonly hsCode: string;
  readonly nameZh: string;
  readonly nameEn: string;
  /** Other words for it, Chinese and English. */
  readonly synonyms: readonly string[];
  /** Codes it had in earlier editions: figures of earlier years are found there. */
  readonly formerCodes: readonly string[];
}

/** Why a code was found. */
export type HsReason =
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'former_code'; readonly text: string }
  | { readonly kind: 'inside_code'; readonly text: string }
  | { readonly kind: 'name'; readonly text: string }
  | { readonly kind: 'contains_name'; readonly text: string }
  | { readonly kind: 'part_of_name'; readonly text: string }
  | { readonly kind: 'words'; readonly text: string };

export interface HsMatch {
  readonly code: string;
  /** 0 to 1; 1 is the code itself or a name of the product exactly. */
  readonly score: number;
  readonly reasons: readonly HsReason[];
}
