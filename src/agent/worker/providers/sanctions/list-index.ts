import { bareName } from '../company-names.js';
import { fold, hasHan } from '../text-match.js';
import { type ListedParty } from '../screening-lists.port.js';

export interface IndexMatch {
  readonly party: ListedParty;
  readonly listedName: string;
  readonly likeness: number;
}

/** Below this two names are strangers. */
const LEAST_LIKENESS = 0.75;

interface Entry {
  readonly party: ListedParty;
  readonly name: string;
  readonly bare: string;
  readonly words: ReadonlySet<string>;
}

/** The names of one list, found by their words. */
export class ListIndex {
  private readonly byWord = new Map<string, Entry[]>();

  constructor(readonly parties: readonly ListedParty[]) {
    for (const party of parties) for (const name of [party.name, ...party.aliases]) this.add(party, name);
  }

  /** The parties one of whose names resembles this one, each with its most alike name. */
  search(asked: string): IndexMatch[] {
    const bare = bareName(asked);
    const words = wordsOf(asked);
    const candidates = new Set([...words, bare].flatMap((word) => this.byWord.get(word) ?? []));
    const best = new Map<ListedParty, IndexMatch>();
    for (const entry of candidates) {
      const likeness = entry.bare === bare ? 1 : likenessOf(words, entry.words);
      const known = best.get(entry.party);
      if (likeness >= LEAST_LIKENESS && likeness > (known?.likeness ?? 0))
        best.set(entry.party, { party: entry.party, listedName: entry.name, likeness });
    }
    return [...best.values()].sort((a, b) => b.likeness - a.likeness);
  }

  private add(party: ListedParty, name: string): void {
    const entry: Entry = { party, name, bare: bareName(name), words: wordsOf(name) };
    for (const word of new Set([...entry.words, entry.bare]))
      this.byWord.set(word, [...(this.byWord.get(word) ?? []), entry]);
  }
}

/** The words that tell one company from another; a Chinese name is one word without its legal form. */
function wordsOf(name: string): ReadonlySet<string> {
  if (hasHan(name)) return new Set([bareName(name)]);
  const words = fold(name)
    .replaceAll(/[.'’]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !LEGAL_FORM.test(word));
  return new Set(words);
}

const LEGAL_FORM =
  /^(co|company|ltd|limited|inc|incorporated|corp|corporation|group|holdings?|plc|gmbh|llc|ag|sa|bv|jsc|ooo|pte|pvt|the|of|and)$/;

/**
 * How much two sets of words have in common. All words of the shorter name in the longer one count for much, as short and full names
 * differ so; a single shared word of many says nothing.
 */
function likenessOf(asked: ReadonlySet<string>, listed: ReadonlySet<string>): number {
  const shared = [...asked].filter((word) => listed.has(word)).length;
  const [shorter, longer] = [Math.min(asked.size, listed.size), Math.max(asked.size, listed.size)];
  if (shared === 0 || longer === 0) return 0;
  if (shared === longer) return 0.98;
  const dice = (2 * shared) / (asked.size + listed.size);
  return shared === shorter && shared >= 2 ? Math.max(0.75 + 0.2 * (shared / longer), dice) : 0.9 * dice;
}
