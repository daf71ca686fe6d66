import { type ProductRef } from '../finding.types.js';

/** One step of the nomenclature above a candidate. */
export interface HsLevel {
  readonly code: string;
  /** The nomenclature's English text; in Chinese our own name, where there is one. */
  readonly description: string;
}

/** A code the text may mean. */
export interface HsCandidate extends ProductRef {
  /** Our own Chinese name of the product, where there is one. */
  readonly name_zh: string | null;
  /** Our own English name of the product, where there is one. */
  readonly name_en: string | null;
  readonly level: 'chapter' | 'heading' | 'subheading';
  /** 0 to 1; 1 is the very word of a synonym or the code itself. */
  readonly score: number;
  /** What matched, in the run's language, one reason each. */
  readonly why: readonly string[];
  readonly section: HsLevel;
  readonly chapter: HsLevel;
  /** Null where the candidate is a chapter. */
  readonly heading: HsLevel | null;
  /** The source of the code and its description. */
  readonly source_id: string;
}

export interface ClassifyHsCodeData {
  readonly query: string;
  /** The best first; empty where nothing matched. */
  readonly candidates: readonly HsCandidate[];
}
