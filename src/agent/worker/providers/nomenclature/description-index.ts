import { contentWords } from '../text-match.js';
import { type HsEntry, type HsMatch } from './nomenclature.types.js';

/** The best a match by description alone can score: the nomenclature's wording is not how people name their goods. */
const CEILING = 0.6;
/** Below this share of the question's words a description is no candidate. */
const LEAST_COVERAGE = 0.34;

/** Finds codes by the English words of their descriptions; a rare word weighs more than a common one. */
export class DescriptionIndex {
  private readonly postings = new Map<string, { code: string; early: boolean }[]>();
  private readonly size: number;

  constructor(entries: readonly HsEntry[]) {
    this.size = entries.length;
    for (const entry of entries) {
      const words = contentWords(entry.description);
      for (const word of new Set(words)) {
        const posting = { code: entry.code, early: words.indexOf(word) < 3 };
        const known = this.postings.get(word);
        if (known) known.push(posting);
        else this.postings.set(word, [posting]);
      }
    }
  }

  search(text: string): HsMatch[] {
    const words = [...new Set(contentWords(text))];
    const total = words.reduce((sum, word) => sum + this.rarity(word), 0);
    const found = new Map<string, { weight: number; early: boolean; words: string[] }>();
    for (const word of words) {
      for (const { code, early } of this.postings.get(word) ?? []) {
        const match = found.get(code) ?? { weight: 0, early: false, words: [] };
        match.weight += this.rarity(word);
        match.early ||= early;
        match.words.push(word);
        found.set(code, match);
      }
    }
    return [...found]
      .filter(([, match]) => match.weight / total >= LEAST_COVERAGE)
      .map(([code, match]) => ({
        code,
        // What the goods are stands first in a description; what follows are its kinds and exceptions.
        score: (match.weight / total) * (match.early ? CEILING : CEILING - 0.1),
        reasons: [{ kind: 'words', text: match.words.join(', ') }],
      }));
  }

  /** Inverse document frequency; a word no description holds counts as the rarest. */
  private rarity(word: string): number {
    return Math.log(1 + this.size / (this.postings.get(word)?.length ?? 1));
  }
}
