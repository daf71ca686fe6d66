import { simplified } from '../../../../../common/i18n/simplified.js';

/** A piece of a sentence. `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Longest question that is read; what a person asks fits several times over. */
export const LONGEST_SENTENCE = 2_000;

/**
 * A question while it is being read. Each reader takes the pieces it understood, so that the next does not read them again
 * as something else: the `中国` in `中国移动`, the year in an address.
 */
export class Sentence {
  /** As written, with wide characters made narrow. */
  readonly written: string;
  /** The same in simplified characters. */
  readonly text: string;
  /** The same in lower case; positions are those of `text`. */
  readonly lower: string;
  readonly #taken: boolean[];

  constructor(question: string) {
    this.written = narrow(question.slice(0, LONGEST_SENTENCE));
    this.text = simplified(this.written);
    this.lower = Array.from(this.text, lowerCased).join('');
    this.#taken = Array.from({ length: this.text.length }, () => false);
  }

  isFree({ start, end }: Span): boolean {
    return !this.#taken.slice(start, end).includes(true);
  }

  take({ start, end }: Span): void {
    this.#taken.fill(true, start, end);
  }

  /** Matches of a global pattern that nobody has taken yet. */
  free(pattern: RegExp): RegExpExecArray[] {
    return [...this.lower.matchAll(pattern)].filter((match) =>
      this.isFree({ start: match.index, end: match.index + match[0].length }),
    );
  }

  /** The text, with a full stop in place of every taken character. */
  remainder(): string {
    return Array.from({ length: this.text.length }, (_, at) => (this.#taken[at] ? '。' : this.text[at])).join('');
  }

  before(at: number, length = 12): string {
    return this.lower.slice(Math.max(0, at - length), at);
  }

  after(at: number, length = 12): string {
    return this.lower.slice(at, at + length);
  }
}

/** Full-width letters, digits and signs as their ASCII twins (U+FF01–FF5E are shifted by 0xFEE0), without a change of length. */
function narrow(text: string): string {
  return (
    text
      .replace(/[！-～]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfe_e0))
      .replace(/[’‘]/g, "'")
      .replace(/\u3000/g, ' ')
      // A variant that no dictionary of simplified characters has.
      .replaceAll('囯', '国')
  );
}

/** Some capitals become two characters in lower case; those stay, so that positions hold. */
function lowerCased(character: string): string {
  const lower = character.toLowerCase();
  return lower.length === character.length ? lower : character;
}
