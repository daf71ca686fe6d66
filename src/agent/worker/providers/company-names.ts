import { fold } from './text-match.js';

/** Words that say only what legal form a company has. */
const LEGAL_FORMS =
  /\b(co|ltd|limited|inc|incorporated|corp|corporation|company|group|holdings?|plc|gmbh|llc|s\.?a)\b\.?|有限责任公司|股份有限公司|有限公司|公司|集团|股份|控股/g;

/** A company's name without legal form, spaces and punctuation: what two spellings of it have in common. */
export function bareName(name: string): string {
  const folded = fold(name);
  const bare = folded.replace(LEGAL_FORMS, ' ').replace(/[^\p{L}\p{N}]+/gu, '');
  return bare === '' ? folded.replace(/[^\p{L}\p{N}]+/gu, '') : bare;
}

/** 0 to 1: 1 the same name, less where one merely holds the other, 0 where they are strangers. */
export function nameLikeness(asked: string, name: string): number {
  const [one, other] = [bareName(asked), bareName(name)];
  if (one === '' || other === '') return 0;
  if (one === other) return fold(asked) === fold(name) ? 1 : 0.98;
  const [shorter, longer] = one.length < other.length ? [one, other] : [other, one];
  // Two Latin letters are inside half of all words; two Han characters are a name.
  const telling = /\p{Script=Han}/u.test(shorter) ? 2 : 3;
  return shorter.length >= telling && longer.includes(shorter) ? 0.5 + 0.4 * (shorter.length / longer.length) : 0;
}

/** The suffixes market data sites put behind a number, and the exchange each stands for. */
const SUFFIXES: Readonly<Record<string, string>> = { hk: 'HKEX', sz: 'SZSE', ss: 'SSE', sh: 'SSE', tw: 'TWSE' };

/** A stock code taken apart; the exchange is undefined where only a number was given. */
export interface StockCode {
  readonly exchange: string | undefined;
  readonly number: string;
}

/** Reads `HKEX:0285`, `0285.HK` or `285`. Undefined for what is no numeric stock code. */
export function parseStockCode(text: string): StockCode | undefined {
  const parts = /^(?:([a-z]+)\s*:\s*)?0*(\d{1,6})(?:\s*\.\s*([a-z]{2}))?$/i.exec(text.trim());
  if (parts?.[2] === undefined) return undefined;
  return { exchange: parts[1]?.toUpperCase() ?? SUFFIXES[parts[3]?.toLowerCase() ?? ''], number: parts[2] };
}

/** Whether a held code is the one asked for; without an exchange the number alone decides. */
export function sameStock(asked: StockCode, held: StockCode | undefined): boolean {
  return asked.number === held?.number && (asked.exchange === undefined || asked.exchange === held.exchange);
}
