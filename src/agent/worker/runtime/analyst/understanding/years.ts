import { type Sentence } from './sentence.js';

const YEAR = String.raw`(?<!\d)((?:19[89]|20[0-4])\d)(?!\d)`;
const JOIN = String.raw`\s*年?\s*(?:-|–|—|~|～|至|到|\bto\b|\band\b|\bthrough\b|\buntil\b)\s*`;
const RANGE = new RegExp(`${YEAR}${JOIN}${YEAR}\\s*年?`, 'g');
const SINCE = new RegExp(
  [
    String.raw`\bsince\s+${YEAR}`,
    String.raw`\bfrom\s+${YEAR}\s+(?:on\b|onwards?|to (?:now|date|today|the present))`,
    String.raw`(?:自|从)?\s*${YEAR}\s*年?\s*(?:以来|至今|到现在|起至今|起|以后)`,
  ].join('|'),
  'g',
);
const SINGLE = new RegExp(`${YEAR}\\s*年?(?:度|全年)?`, 'g');
const HAN_NUMBERS = '一二三四五六七八九十';
/** 二〇二三年; 零 and 〇 are both nought. */
const HAN_DIGITS = '〇一二三四五六七八九零';
const HAN_YEAR = /([一二][〇零一二三四五六七八九]{3})\s*年/g;
const LAST_YEARS =
  /(?:近|过去|最近)\s*([一二两三四五六七八九十]|\d{1,2})\s*年|(?:last|past|previous)\s+(\d{1,2}|two|three|four|five|six|seven|eight|nine|ten)\s+years|(?:last|past)\s+decade/g;
const WORDS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
/** Years back from today. Longer words first: 前年 stands in 大前年. */
const RELATIVE: readonly (readonly [RegExp, number])[] = [
  [/前年|the year before last/g, 2],
  [/去年|上一年|last year/g, 1],
  [/今年|本年度?|this year/g, 0],
];
const MOST_YEARS = 20;

/** The calendar years a question names, ascending. `between 2020 and 2023`, `近三年` and `since 2019` are all their years. */
export function readYears(sentence: Sentence, today: Date): number[] {
  const years = new Set<number>();
  const add = (from: number, to: number) => {
    for (let year = from; year <= to && years.size < MOST_YEARS; year += 1) years.add(year);
  };
  for (const match of sentence.free(RANGE)) {
    add(Number(match[1]), Number(match[2]));
    sentence.take(spanOf(match));
  }
  const thisYear = today.getUTCFullYear();
  for (const match of sentence.free(SINCE)) {
    const from = Number(match[1] ?? match[2] ?? match[3]);
    // The year that runs has no annual figure yet.
    add(from, Math.max(from, thisYear - 1));
    sentence.take(spanOf(match));
  }
  for (const match of sentence.free(HAN_YEAR)) {
    const year = Number(Array.from(match[1] ?? '', (digit) => HAN_DIGITS.indexOf(digit) % 10).join(''));
    add(year, year);
    sentence.take(spanOf(match));
  }
  for (const match of sentence.free(SINGLE)) {
    add(Number(match[1]), Number(match[1]));
    sentence.take(spanOf(match));
  }
  for (const match of sentence.free(LAST_YEARS)) {
    add(thisYear - count(match[1] ?? match[2] ?? '10'), thisYear - 1);
    sentence.take(spanOf(match));
  }
  for (const [pattern, back] of RELATIVE) {
    for (const match of sentence.free(pattern)) {
      add(thisYear - back, thisYear - back);
      sentence.take(spanOf(match));
    }
  }
  return [...years].sort((a, b) => a - b);
}

function count(word: string): number {
  if (/^\d+$/.test(word)) return Math.min(Number(word), MOST_YEARS);
  if (word === '两') return 2;
  return HAN_NUMBERS.includes(word) ? HAN_NUMBERS.indexOf(word) + 1 : WORDS.indexOf(word) + 1;
}

function spanOf(match: RegExpExecArray) {
  return { start: match.index, end: match.index + match[0].length };
}
