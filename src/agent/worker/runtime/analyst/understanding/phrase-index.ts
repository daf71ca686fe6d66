import { simplified } from '../../../../../common/i18n/simplified.js';
import { type VocabularyEntry } from '../vocabulary.js';
import { type Sentence, type Span } from './sentence.js';

export interface PhraseMatch extends Span {
  readonly id: string;
  /** As the question writes it. */
  readonly name: string;
}

const LATIN = /[\p{Script=Latin}\d]/u;

/** Finds names of a vocabulary in a sentence: from left to right, the longest that fits. */
export class PhraseIndex {
  readonly #ids = new Map<string, string>();
  /** How long the names are that begin with a character, longest first: most positions of a sentence begin none. */
  readonly #lengths = new Map<string, number[]>();

  /** @param anyCase whether abbreviations are also found in lower case, as people write brands (byd) but not countries (us) */
  constructor(entries: readonly VocabularyEntry[], anyCase = false) {
    for (const { id, names } of entries) {
      for (const name of names) {
        const plain = simplified(name);
        for (const form of anyCase ? [plain, ...formsOf(plain.toLowerCase())] : formsOf(plain))
          if (!this.#ids.has(form)) this.#ids.set(form, id);
      }
    }
    for (const name of this.#ids.keys()) {
      const lengths = this.#lengths.get(name.charAt(0)) ?? [];
      if (!lengths.includes(name.length))
        this.#lengths.set(
          name.charAt(0),
          [...lengths, name.length].sort((a, b) => b - a),
        );
    }
  }

  /** The id of exactly that name. */
  idOf(name: string): string | undefined {
    return this.#ids.get(name) ?? this.#ids.get(name.toLowerCase());
  }

  /** Matches in free pieces of the sentence. They are not taken: the caller may want to look closer. */
  find(sentence: Sentence): PhraseMatch[] {
    const matches: PhraseMatch[] = [];
    let at = 0;
    while (at < sentence.text.length) {
      const match = this.#matchAt(sentence, at);
      if (match) matches.push(match);
      at = match?.end ?? at + 1;
    }
    return matches;
  }

  #matchAt(sentence: Sentence, start: number): PhraseMatch | undefined {
    for (const length of this.#lengthsAt(sentence, start)) {
      const end = start + length;
      const name = sentence.text.slice(start, end);
      if (name.length < length) continue;
      const id = this.#ids.get(name) ?? this.#ids.get(sentence.lower.slice(start, end));
      if (id !== undefined && isWholeWord(sentence.text, start, end) && sentence.isFree({ start, end }))
        return { id, name, start, end };
    }
    return undefined;
  }

  /** Names stand in the index as written in capitals or all in lower case. */
  #lengthsAt(sentence: Sentence, at: number): readonly number[] {
    const [written, lower] = [sentence.text.charAt(at), sentence.lower.charAt(at)];
    const lengths = this.#lengths.get(lower) ?? [];
    if (written === lower) return lengths;
    return [...new Set([...(this.#lengths.get(written) ?? []), ...lengths])].sort((a, b) => b - a);
  }
}

/**
 * The ways a name is looked up. A single Han character is no name: 美 is in 美容, too. Abbreviations of two or three letters are
 * words of English in lower case ("us", "and"), so they must stand in capitals.
 */
function formsOf(name: string): string[] {
  if (name.length < 2) return [];
  if (/^[A-Z]{2,3}$/.test(name)) return [name, `${name}s`];
  const lower = name.toLowerCase();
  if (/^[a-z]{2,3}$/.test(lower)) return [lower, `${lower}s`];
  if (!/[a-z]$/.test(lower) || lower.length < 4) return [lower];
  return [lower, ...numberForms(lower)];
}

/** The other grammatical number of an English name, as far as rules go. */
function numberForms(name: string): string[] {
  if (/[^aeiou]ies$/.test(name)) return [name.replace(/ies$/, 'y')];
  if (/(s|x|ch|sh)es$/.test(name)) return [name.replace(/es$/, '')];
  if (/[^su]s$/.test(name)) return [name.slice(0, -1)];
  if (/[^aeiou]y$/.test(name)) return [name.replace(/y$/, 'ies')];
  if (/(s|x|ch|sh)$/.test(name)) return [`${name}es`];
  return [`${name}s`];
}

function isWholeWord(text: string, start: number, end: number): boolean {
  const cutsAt = (at: number) => LATIN.test(text[at - 1] ?? '') && LATIN.test(text[at] ?? '');
  return !cutsAt(start) && !cutsAt(end);
}
