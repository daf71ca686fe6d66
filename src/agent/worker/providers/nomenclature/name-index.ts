import { contentWords, fold, hasHan } from '../text-match.js';
import { type HsMatch } from './nomenclature.types.js';

interface Name {
  readonly code: string;
  readonly shown: string;
  readonly folded: string;
  /** Of a Latin-script name; empty for a Chinese one, which is compared by its characters. */
  readonly words: readonly string[];
  /** Names of broad groups count less than names of products. */
  readonly weight: number;
}

/** Finds codes by the names people give their goods. */
export class NameIndex {
  private readonly names: Name[] = [];

  add(code: string, shown: string, weight = 1): void {
    const words = hasHan(shown) ? [] : contentWords(shown);
    this.names.push({ code, shown, folded: fold(shown), words, weight });
  }

  /** One match a code, by its best name. */
  search(text: string): HsMatch[] {
    const query = { folded: fold(text), words: contentWords(text) };
    const best = new Map<string, HsMatch>();
    for (const name of this.names) {
      const match = compare(name, query);
      if (match && match.score > (best.get(name.code)?.score ?? 0)) best.set(name.code, match);
    }
    return [...best.values()];
  }
}

interface Query {
  readonly folded: string;
  readonly words: readonly string[];
}

function compare(name: Name, query: Query): HsMatch | undefined {
  const found = (score: number, kind: 'name' | 'contains_name' | 'part_of_name'): HsMatch => ({
    code: name.code,
    score: score * name.weight,
    reasons: [{ kind, text: name.shown }],
  });
  if (name.folded === query.folded || sameWords(name, query)) return found(1, 'name');
  const inside = name.words.length > 0 ? wordsInside(name.words, query.words) : textInside(name.folded, query.folded);
  // "iPhone手机支架", "EV电池": the make or kind before a Chinese word.
  const mixed = name.words.length > 0 && hasHan(query.folded) && !query.folded.endsWith(name.folded);
  if (inside && mixed) return found(0.4 * inside.share, 'contains_name');
  // The thing itself stands at the end in both languages: a phone charger is a charger. In Chinese nothing but it does, so that a
  // 手机支架 is no phone; English puts makes and sizes behind it.
  if (inside && !inside.atEnd && hasHan(name.folded)) return found(0.1 + 0.35 * inside.share, 'contains_name');
  if (inside) return found(0.5 + 0.4 * inside.share + (inside.atEnd ? 0.05 : 0), 'contains_name');
  // Of a Chinese phrase with Latin letters in it the letters alone say too little.
  if (name.words.length > 0 && hasHan(query.folded)) return undefined;
  const around = name.words.length > 0 ? wordsInside(query.words, name.words) : textInside(query.folded, name.folded);
  return around && found(0.35 + 0.3 * around.share, 'part_of_name');
}

function sameWords(name: Name, query: Query): boolean {
  return name.words.length > 0 && !hasHan(query.folded) && name.words.join(' ') === query.words.join(' ');
}

interface Inside {
  /** How much of the whole the part makes up, 0 to 1. */
  readonly share: number;
  readonly atEnd: boolean;
}

/** A single character says too little inside a longer word (床 in 机床). */
function textInside(part: string, whole: string): Inside | undefined {
  if (part.length < 2 || !hasHan(part) || !whole.includes(part)) return undefined;
  return { share: part.length / whole.length, atEnd: whole.endsWith(part) };
}

function wordsInside(part: readonly string[], whole: readonly string[]): Inside | undefined {
  if (part.length === 0) return undefined;
  const start = whole.findIndex((_, index) => part.every((word, offset) => whole[index + offset] === word));
  if (start < 0) return undefined;
  return { share: part.length / whole.length, atEnd: start + part.length === whole.length };
}
