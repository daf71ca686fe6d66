import { simplified } from '../../../common/i18n/simplified.js';

/** Full-width and compatibility forms folded, simplified characters, lower case, single spaces: what two spellings of one name have in common. */
export function fold(text: string): string {
  return simplified(text.normalize('NFKC')).toLowerCase().replace(/\s+/g, ' ').trim();
}

export function hasHan(text: string): boolean {
  return /\p{Script=Han}/u.test(text);
}

const STOP_WORDS = new Set(
  'a an and any as at by for from in into is it made new not of off on or other than the their to use used with without whether nec e.g i.e'.split(
    ' ',
  ),
);

/** The Latin-script words of a text that carry meaning, plurals cut to their stem: `Cotton T-shirts` gives `cotton`, `t-shirt`. */
export function contentWords(text: string): string[] {
  const words = fold(text).match(/[a-z0-9]+(?:-[a-z0-9]+)*/g) ?? [];
  return words.filter((word) => word.length > 1 && !STOP_WORDS.has(word)).map(stem);
}

/** Good enough for nouns of goods; never applied to what is shown. */
function stem(word: string): string {
  if (word.length < 4 || /(ss|us|is)$/.test(word)) return word;
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(ches|shes|xes|sses|zes)$/.test(word)) return word.slice(0, -2);
  return word.endsWith('s') ? word.slice(0, -1) : word;
}
