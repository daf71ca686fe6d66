import { type VocabularyEntry } from '../vocabulary.js';
import { isAskingWord } from './noun-phrases.js';

/** Shorter words have too many neighbours to be guessed at. */
const SHORTEST = 6;
/** Words that say what is asked, in which people slip as often as in names. */
const ASKED =
  'exports imports exporter importer supplier suppliers statistics tariff tariffs customs markets country countries company companies manufacturer sanctions shipments background certificate';
/** Ends of words that are the same word in another form. */
const FORMS = ['', 's', 'es', 'd', 'ed', 'ing', 'er', 'ers', 'n', 'ns'];

/** Mends slips of the pen in English names of countries and goods: `Gemany`, `smartphoens`. A word that may be right is left alone. */
export class Spelling {
  /** Known words by their first letter. */
  readonly #words = new Map<string, Set<string>>();

  constructor(entries: readonly VocabularyEntry[]) {
    for (const name of [ASKED, ...entries.flatMap(({ names }) => names)]) {
      for (const word of name.toLowerCase().match(/[a-z]{4,}/g) ?? []) {
        for (const form of [word, `${word}s`]) this.#sharing(form).add(form);
      }
    }
  }

  /** The text with such words mended; the others, and everything that is not English, as they are. */
  mend(text: string): string {
    return text.replace(/(?<![\w./@-])[A-Za-z]{6,}(?![\w/@]|\.\w)/g, (word) => this.#mended(word));
  }

  #mended(word: string): string {
    const lower = word.toLowerCase();
    // Capitals throughout are an abbreviation or a name.
    if (lower.length < SHORTEST || word === word.toUpperCase() || this.#isRight(lower)) return word;
    const near = [...this.#sharing(lower)].filter((known) => known.length >= SHORTEST && isSlip(lower, known));
    // A plural and its singular may both be near; more than these is no longer clear.
    const [best, other] = near.sort((a, b) => b.length - a.length);
    return best === undefined || (other !== undefined && best !== `${other}s`) ? word : best;
  }

  #isRight(word: string): boolean {
    if (isAskingWord(word)) return true;
    return FORMS.some((form) => {
      const stem = form !== '' && word.endsWith(form) ? word.slice(0, -form.length) : word;
      return this.#sharing(stem).has(stem) || this.#sharing(word).has(`${word}${form}`);
    });
  }

  #sharing(word: string): Set<string> {
    const first = word.charAt(0);
    const words = this.#words.get(first) ?? new Set();
    this.#words.set(first, words);
    return words;
  }
}

/** One letter left out, put in, doubled or mistaken inside of the word, or two neighbours swapped. */
function isSlip(written: string, meant: string): boolean {
  const [a, b] = [written.length, meant.length];
  if (Math.abs(a - b) > 1) return false;
  let start = 0;
  while (start < Math.min(a, b) && written[start] === meant[start]) start += 1;
  const rest = (word: string, from: number) => word.slice(from);
  if (a === b) {
    const swapped = written[start] === meant[start + 1] && written[start + 1] === meant[start];
    if (swapped && rest(written, start + 2) === rest(meant, start + 2)) return true;
    // Another last letter is another word, more often than a slip: Chinese, Chineso.
    return start < a - 1 && rest(written, start + 1) === rest(meant, start + 1);
  }
  return a < b ? rest(written, start) === rest(meant, start + 1) : rest(written, start + 1) === rest(meant, start);
}
