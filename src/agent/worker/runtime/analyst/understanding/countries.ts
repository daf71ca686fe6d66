import { type Flow } from '../../../tools/query-trade-statistics/query-trade-statistics.types.js';
import { type PhraseIndex, type PhraseMatch } from './phrase-index.js';
import { type CountryMention } from './question.js';
import { type Sentence, type Span } from './sentence.js';

/** Who trades with whom. */
export interface Route {
  readonly reporters: readonly CountryMention[];
  readonly partners: readonly CountryMention[];
  /** Both were named as a pair ("中美贸易", "between China and Germany"): both directions are meant. */
  readonly pair: boolean;
  /** Every mention in its order, with the part it has in the sentence. */
  readonly places: readonly PlacedCountry[];
}

/** `target`: where goods go. `origin` and `source`: where they come from, the latter behind 进口. `subject`: none of these words stands by it. */
type Role = 'subject' | 'target' | 'origin' | 'source' | 'pair';

export interface PlacedCountry extends CountryMention, Span {
  readonly role: Role;
  /** Named as an adjective: "Chinese". */
  readonly adjective: boolean;
}
type Found = PhraseMatch & { readonly role?: Role; readonly adjective?: boolean };

/** One character stands for a country only where grammar leaves no doubt: 对美出口, 中德贸易. */
// prettier-ignore
const SHORT: Readonly<Record<string, string>> = {
  中: '中国', 美: '美国', 德: '德国', 日: '日本', 韩: '韩国', 英: '英国', 法: '法国', 俄: '俄罗斯', 印: '印度', 越: '越南', 澳: '澳大利亚', 墨: '墨西哥', 欧: '欧盟',
};
const LETTERS = Object.keys(SHORT).join('');
const SHORT_TARGET = new RegExp(`(?<=对)([${LETTERS}])(?=出口|进口|贸易|的|$)|(?<=输)([${LETTERS}])`, 'g');
const SHORT_PAIR = new RegExp(
  `([${LETTERS}])([${LETTERS}])(?=[^，。,洲国][^，。,]{0,10}(?:贸易|进出口)|贸易|双边|经贸|进出口)`,
  'g',
);

const TARGET =
  /(?:对|向|到|往|至|给|销往|输往|运往|发往|出口(?:到|至|往)?|\bto|\binto|\btowards?|\bfor)\s*(?:the\s+)?$/;
const IMPORT_TARGET = /进口\s*$/;
const ORIGIN = /(?:从|自|由|来自|\bfrom|\bout of)\s*(?:the\s+)?$/;
const POSSESSIVE = /^'s?\s/;
const PAIR_START = /\bbetween\s+(?:the\s+)?$/;
const PAIR_END = /^\s*(?:之间|两国|双边|的?[^，。,出进]{0,10}贸易|(?:bilateral\s+)?trade\b)/;
const JOINED = /^\s*(?:和|与|及|以及|跟|、|,|，|\/|-|–|and|or|&|vs\.?)\s*(?:对|到|从|to|from)?\s*(?:the\s+)?$/;

/** Names of countries of which the vocabulary has no other form. */
// prettier-ignore
const DEMONYMS: Readonly<Record<string, string>> = {
  chinese: 'CHN', american: 'USA', german: 'DEU', japanese: 'JPN', korean: 'KOR', british: 'GBR', french: 'FRA', italian: 'ITA', spanish: 'ESP',
  dutch: 'NLD', indian: 'IND', vietnamese: 'VNM', thai: 'THA', mexican: 'MEX', brazilian: 'BRA', canadian: 'CAN', australian: 'AUS', russian: 'RUS',
  polish: 'POL', turkish: 'TUR', indonesian: 'IDN', malaysian: 'MYS', taiwanese: 'TWN',
};
const DEMONYM = new RegExp(`\\b(${Object.keys(DEMONYMS).join('|')})\\b`, 'g');

/** Reads the countries of a question, takes them, and tells who reports and who is the partner. */
export function readRoute(sentence: Sentence, index: PhraseIndex, flows: readonly Flow[]): Route {
  const matches: Found[] = [...index.find(sentence), ...shortNames(sentence, index), ...demonyms(sentence)].sort(
    (a, b) => a.start - b.start,
  );
  for (const match of matches) sentence.take(match);
  const placed: PlacedCountry[] = [];
  for (const match of matches) {
    const { id: code, start, end, adjective = false } = match;
    const name = match.name.replace(/\b[a-z]/, (letter) => letter.toUpperCase());
    placed.push({ code, name, start, end, adjective, role: roleOf(match, sentence, placed) });
  }
  return { ...settle(placed, flows), places: placed };
}

function roleOf(match: Found, sentence: Sentence, earlier: readonly PlacedCountry[]): Role {
  if (match.role) return match.role;
  const before = sentence.before(match.start);
  const previous = earlier.at(-1);
  const joined = previous !== undefined && JOINED.test(sentence.lower.slice(previous.end, match.start));
  if (PAIR_START.test(before) || (joined && PAIR_END.test(sentence.after(match.end, 20)))) return 'pair';
  if (joined) return previous.role;
  if (POSSESSIVE.test(sentence.after(match.end))) return 'subject';
  // "markets for Chinese toys": the goods are Chinese, nobody sells to China.
  if (match.adjective && /\bfor\s*$/.test(before)) return 'subject';
  if (ORIGIN.test(before)) return 'origin';
  if (IMPORT_TARGET.test(before)) return 'source';
  return TARGET.test(before) ? 'target' : 'subject';
}

function settle(placed: readonly PlacedCountry[], flows: readonly Flow[]): Omit<Route, 'places'> {
  const of = (...roles: Role[]) => unique(placed.filter(({ role }) => roles.includes(role)));
  const paired = placed.findIndex(({ role }) => role === 'pair');
  // "between A and B", "A 与 B 的贸易": the name before or after the one that was recognised as a pair belongs to it.
  if (paired >= 0) {
    const both = unique(placed);
    return { reporters: both.slice(0, 1), partners: both.slice(1), pair: both.length > 1 };
  }
  const origins = of('origin');
  const imports = flows.includes('M') && !flows.includes('X');
  const reporters = imports ? of('subject') : unique([...of('subject'), ...origins]);
  const partners = imports ? unique([...origins, ...of('target', 'source')]) : of('target', 'source');
  return {
    reporters,
    partners: partners.filter((partner) => !reporters.some(({ code }) => code === partner.code)),
    pair: false,
  };
}

function shortNames(sentence: Sentence, index: PhraseIndex): Found[] {
  const resolve = (short: string, start: number, role: Role) => {
    const name = SHORT[short] ?? short;
    const id = index.idOf(name);
    return id === undefined ? [] : [{ id, name, start, end: start + 1, role }];
  };
  return [
    ...sentence.free(SHORT_TARGET).flatMap((match) => resolve(match[0], match.index, 'target')),
    ...sentence
      .free(SHORT_PAIR)
      .flatMap((match) => [
        ...resolve(match[1] ?? '', match.index, 'pair'),
        ...resolve(match[2] ?? '', match.index + 1, 'pair'),
      ]),
  ];
}

function demonyms(sentence: Sentence): Found[] {
  return sentence.free(DEMONYM).map((match) => {
    const end = match.index + match[0].length;
    return {
      id: DEMONYMS[match[0]] ?? match[0],
      name: sentence.text.slice(match.index, end),
      start: match.index,
      end,
      adjective: true,
    };
  });
}

function unique(countries: readonly CountryMention[]): CountryMention[] {
  return [...new Map(countries.map(({ code, name }) => [code, { code, name }])).values()];
}
