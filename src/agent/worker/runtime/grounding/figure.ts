/** What a number in a text may mean: `468.9亿` is 46,890,000,000, give or take half of its last digit. */
export interface Reading {
  /** Without its sign: a fall of 5 % is written `-5%` or "fell by 5%". */
  readonly value: number;
  /** How far off the figure behind it may be to be rounded to this. */
  readonly tolerance: number;
}

/** A number as it stands in a text. */
export interface Figure {
  /** As written, with its currency and unit, e.g. `US$46.89 billion`. */
  readonly text: string;
  /** Where it begins in the text, in UTF-16 units. */
  readonly offset: number;
  /** `percent` and `times` compare two figures, `amount` is one. */
  readonly kind: 'amount' | 'percent' | 'times';
  /** At least one; several where the unit leaves it open (46.8 % is held as 0.468 or as 46.8). */
  readonly readings: readonly Reading[];
  /** Its digits, where it may be a code such as that of the Harmonized System. */
  readonly code: string | undefined;
}
