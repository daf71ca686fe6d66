/** The words of one message that can be found, at most. What a longer one says after them is not found. */
const MAX_TOKENS = 4_000;
/** Characters of one message in which they are looked for: a table of megabytes would hold up everybody else. */
const MAX_TEXT = 200_000;
/** Longer "words" are data (hashes, base64), which nobody searches by heart. */
const MAX_WORD = 64;
/** More words than anybody types; a query of more is cut. */
const MAX_QUERY_TOKENS = 24;

const HAN = /^\p{Script=Han}/u;
/** Han characters are letters, too: a word of the others ends where they begin. */
const HAN_OR_WORD = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}\p{M}])+/gu;

/**
 * The words by which a text is found, the same in every driver. Chinese has no spaces: a run of characters gives every
 * character and every two neighbours, so that any part of it is found. Other words are folded to lower case and singular.
 */
export function searchTokens(text: string): string[] {
  return tokensOf(text.slice(0, MAX_TEXT), (han) => [...han, ...pairs(han)]).slice(0, MAX_TOKENS);
}

/** The words that a text must have to answer a query: all of them. Empty when the query has none, as `?!` has. */
export function queryTokens(query: string): string[] {
  // Two neighbours say more than each of them alone, which they imply.
  return tokensOf(query, (han) => (han.length === 1 ? han : pairs(han))).slice(0, MAX_QUERY_TOKENS);
}

function tokensOf(text: string, hanTokens: (characters: readonly string[]) => readonly string[]): string[] {
  const tokens = new Set<string>();
  const found = text.normalize('NFKC').toLowerCase().match(HAN_OR_WORD);
  for (const word of new Set(found)) {
    if (HAN.test(word)) for (const token of hanTokens(Array.from(word))) tokens.add(token);
    else if (word.length <= MAX_WORD) tokens.add(singular(word));
    if (tokens.size >= MAX_TOKENS) break;
  }
  return [...tokens];
}

function pairs(characters: readonly string[]): string[] {
  return characters.slice(1).map((next, index) => `${characters[index]}${next}`);
}

/** The S-stemmer (Harman, 1991): `companies` → `company`, `tariffs` → `tariff`, `analysis` and `glass` as they are. */
function singular(word: string): string {
  if (word.length <= 3) return word;
  if (/[^ea]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/[^aeo]es$/.test(word)) return word.slice(0, -1);
  return /[^usi]s$/.test(word) ? word.slice(0, -1) : word;
}
