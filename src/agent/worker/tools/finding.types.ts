/**
 * The parts several tools' `data` are made of. In every one of them `source_id` is the `id` of one of the findings' `sources`,
 * and numbers are plain: US dollars, pieces, ratios of 1. Whoever writes the answer formats them.
 */

/** A country or territory, or `WLD`, the world. */
export interface Place {
  /** ISO 3166-1 alpha-3, or `WLD`. */
  readonly code: string;
  /** In the run's language. */
  readonly name: string;
}

/** A product as a Harmonized System (2022) code. */
export interface ProductRef {
  /** Two, four or six digits, without a dot; `TOTAL` for all goods. */
  readonly hs_code: string;
  /** What people call it, in the run's language; the description where we have no name of our own. */
  readonly name: string;
  /** The nomenclature's English text. */
  readonly description: string;
}

/** What a figure is about. An average is never the figure of a year: whoever shows one shows `period`. */
export interface Period {
  /** `2024`, `2024-01`, `2023-01..04`, or `2022–2023 average` / `2022–2023 年均值`, in the run's language. */
  readonly period: string;
  /** True when the figure is a mean over the years of `period`. */
  readonly is_average: boolean;
}

/** How far to trust a figure: see `Source.confidence`. */
export type FactConfidence = 'verbatim' | 'derived' | 'secondary';
