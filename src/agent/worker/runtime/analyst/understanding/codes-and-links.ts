import { type Sentence, type Span } from './sentence.js';

/**
 * What an address is made of. Chinese characters belong to it only where a part of the path begins with them: in `/item.html的供应商` the
 * sentence goes on.
 */
const IN_LINK = String.raw`(?:[^\s<>"'，。；！？、（）【】《》\p{Script=Han}]|(?<=[/=\p{Script=Han}])(?!的|这)\p{Script=Han})+`;
/** Ends at what cannot stand in an address, and before a full stop or bracket that belongs to the sentence. */
const LINK = new RegExp(
  String.raw`(?:https?:\/\/|www\.)${IN_LINK}|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|cn|net|org|de|co\.uk|jp)\/${IN_LINK}`,
  'gu',
);
const PREFIXED_CODE =
  /(?:\bhs(?:\s*code)?|\bhts|\bheading|\bchapter|\bcode|编码|编号|税号|税则号|品目|子目)\s*(?:为|是|:|：|no\.?|#)?\s*(\d{4}\.\d{2}(?:\.?\d{2}){0,2}|\d{2}(?:\d{2}){0,4})(?!\d)/g;
/** Four digits beside the word for the trade in them, unless they may be a year. */
const TRADED_HEADING =
  /(?<![\d.,$¥€])(?!(?:19[89]|20[0-4])\d)(\d{4})(?=\s*(?:的)?(?:出口|进口|exports?\b|imports?\b))/g;
const CHAPTER_ZH = /第\s*(\d{2})\s*章/g;
const BARE_CODE =
  /(?<![\d.,$¥€])(\d{4}\.\d{2}(?:\.\d{2,4})?|\d{6}|\d{8}|\d{10})(?![\d.,%]|\s*(?:台|个|件|元|美元|吨|units|pcs|usd))/g;
/** A bare 2024.01 or 202401 is a month, though 2009.12 is orange juice. */
const MONTH = /^(?:19[89]|20[0-4])\d\.?(?:0[1-9]|1[0-2])$/;

/** Four digits and nothing else: a heading, unless they may be a year. */
const ALONE = /^\s*(?!(?:19[89]|20[0-4])\d)(\d{4})\s*$/;

/** The first address in the question, as a whole URL. All addresses are taken. */
export function readLink(sentence: Sentence): string | undefined {
  const links = sentence.free(LINK).map((match) => {
    const written = sentence.text.slice(match.index, match.index + match[0].length).replace(/[.,;:!?)\]]+$/, '');
    sentence.take({ start: match.index, end: match.index + written.length });
    return /^https?:\/\//i.test(written) ? written : `https://${written}`;
  });
  return links.find((link) => URL.canParse(link));
}

/** HS codes as digits, at most six: beyond them every country has its own. A four-digit number is one only where the question says so. */
export function readHsCodes(sentence: Sentence): string[] {
  const codes: string[] = [];
  const read = (match: RegExpExecArray, span: Span) => {
    const digits = (match[1] ?? '').replaceAll('.', '').slice(0, 6);
    if (!/^(0[1-9]|[1-9]\d)/.test(digits)) return;
    codes.push(digits);
    sentence.take(span);
  };
  for (const match of sentence.free(PREFIXED_CODE)) {
    read(match, { start: match.index + match[0].length - (match[1] ?? '').length, end: match.index + match[0].length });
  }
  for (const match of [...sentence.free(CHAPTER_ZH), ...sentence.free(TRADED_HEADING)]) {
    read(match, { start: match.index, end: match.index + match[0].length });
  }
  for (const match of sentence.free(BARE_CODE).filter(([code]) => !MONTH.test(code))) {
    read(match, { start: match.index, end: match.index + match[0].length });
  }
  const alone = ALONE.exec(sentence.lower);
  if (alone) read(alone, { start: 0, end: sentence.text.length });
  return [...new Set(codes)];
}
