import { type Figure, type Reading } from './figure.js';
import { blankUnchecked } from './unchecked-text.js';

const SCALES: Readonly<Record<string, number>> = {
  万亿: 1e12,
  千亿: 1e11,
  百亿: 1e10,
  十亿: 1e9,
  亿: 1e8,
  千万: 1e7,
  百万: 1e6,
  十万: 1e5,
  万: 1e4,
  千: 1e3,
  trillion: 1e12,
  billion: 1e9,
  million: 1e6,
  thousand: 1e3,
  tn: 1e12,
  bn: 1e9,
  mn: 1e6,
  b: 1e9,
  m: 1e6,
  k: 1e3,
};
const NUMBER = /\d(?:[\d,.]*\d)?/g;
const GROUPED = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
// These stick to where a number ends or begins, and those before it look back, so that no text is cut out and none is searched.
/**
 * A unit right behind a number: its scale, then what it counts. Single letters stand without a space. 千克 is a unit of its own. What it
 * can begin with is asked first, as most numbers have none.
 */
const SUFFIX =
  /(?=\s?[万千百十亿个倍公吨人家台件辆套箱只名种项%％bcefkmptux-])(?: ?(万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千(?![克米瓦伏])|trillion|billion|million|thousand|[tbm]n(?![a-z]))|([kmb])(?![a-z0-9]))?(?:\s?(?:(%|％|per ?cent\b|个?百分点|percentage points?|pp\b)|(倍|times\b|x\b|-?fold\b)|(公?吨|tonnes?\b|(?:metric )?tons?\b)|([人家台件个辆套箱只名种项]|units?\b|pieces?\b|people\b|employees\b|companies\b|kg\b|kilograms?\b)))?/iy;
const CURRENCY = /(?<=((?:US\$|HK\$|NT\$|[$€£¥￥₩₹]|\b(?:USD|EUR|CNY|RMB|TWD|HKD|JPY|KRW|GBP|INR|VND))\s?))/y;
/** A name goes on with the number. */
const NAME_BEFORE = /(?<=[a-z][-_.]?)(?<!\b(?:to|and)-?)/iy;
const NAME_AFTER = /[a-z]/iy;
const ABOUT =
  /(?<=(?:约|近|超过?|逾|接近|about|around|over|nearly|almost|than|approximately|roughly|[~≈>])\s?(?:US\$|[$€£¥]|[A-Z]{3} ?)?)/iy;
const OR_SO = / ?(?:多|余|左右|上下|以上|\+|or so)/y;
/** Between the two numbers of a range, whose unit stands behind the second only. */
const RANGE = /^ ?(?:[-–—~～至到]|to|and) ?(?:US\$|[$€£¥])?$/;
const YEARS = { first: 1900, last: 2100 };
/** How far off a figure may be that is given as an approximate one. */
const APPROXIMATE = 0.1;

/** The numbers of a text that say how much. The time it takes grows with the length of the text and nothing else. */
export function readFigures(text: string): Figure[] {
  const readable = blankUnchecked(text);
  const tokens: Token[] = [];
  for (const { 0: written, index } of readable.matchAll(NUMBER))
    for (const token of tokensOf(readable, written, index)) tokens.push(token);
  const figures: Figure[] = [];
  for (const [index, token] of tokens.entries()) {
    const unit = unitOfRange(readable, token, tokens[index + 1]) ?? token.unit;
    if (!token.named && !isYear(token, unit)) figures.push(figureOf(text, readable, token, unit));
  }
  return figures;
}

interface Unit {
  readonly given: boolean;
  readonly scale: number;
  readonly kind: Figure['kind'];
  readonly tonnes: boolean;
}

const NO_UNIT: Unit = { given: false, scale: 1, kind: 'amount', tonnes: false };

interface Token {
  readonly digits: string;
  readonly start: number;
  /** Behind the unit. */
  readonly end: number;
  readonly unit: Unit;
  readonly currency: string;
  /** Part of a name, such as 5G or USB-3. */
  readonly named: boolean;
}

/** `1,234.5` is one number, `2022,2023` are two, `8517.13.00` is a code. */
function tokensOf(text: string, written: string, start: number): Token[] {
  if (!written.includes(',') || GROUPED.test(written)) return [tokenAt(text, written, start)];
  return [...written.matchAll(/[^,]+/g)]
    .filter(([part]) => /^\d/.test(part))
    .map((part) => tokenAt(text, part[0].replace(/\.+$/, ''), start + part.index));
}

function tokenAt(text: string, digits: string, start: number): Token {
  const after = start + digits.length;
  const suffix = at(SUFFIX, text, after);
  const unit = suffix?.[0] ? unitOf(suffix) : NO_UNIT;
  const currency = at(CURRENCY, text, start)?.[1] ?? '';
  return {
    digits,
    start,
    end: after + (suffix?.[0].length ?? 0),
    unit,
    currency,
    named: (currency === '' && isAt(NAME_BEFORE, text, start)) || (!unit.given && isAt(NAME_AFTER, text, after)),
  };
}

function unitOf([, word, letter, percent, times, tonnes]: RegExpExecArray): Unit {
  return {
    given: true,
    scale: SCALES[(word ?? letter ?? '').toLowerCase()] ?? 1,
    kind: percent ? 'percent' : times ? 'times' : 'amount',
    tonnes: tonnes !== undefined,
  };
}

/** What the second number of a range says of the first, too. */
function unitOfRange(text: string, { unit, end }: Token, next: Token | undefined): Unit | undefined {
  return !unit.given && next && RANGE.test(text.slice(end, next.start)) ? next.unit : undefined;
}

/** A year says when. With a unit or a currency it is a number like any other. */
function isYear({ digits, currency }: Token, unit: Unit): boolean {
  const value = Number(digits);
  return /^\d{4}$/.test(digits) && value >= YEARS.first && value <= YEARS.last && !unit.given && currency === '';
}

function figureOf(text: string, readable: string, token: Token, unit: Unit): Figure {
  const offset = token.start - token.currency.length;
  const about = isAt(ABOUT, readable, token.start) || isAt(OR_SO, readable, token.end);
  const plain = !unit.given && token.currency === '' && !token.digits.includes(',');
  return {
    text: text.slice(offset, token.end).trim(),
    offset,
    kind: unit.kind,
    readings: readingsOf(token.digits, unit, about),
    code: plain && token.digits.length >= 2 ? token.digits.replaceAll('.', '') : undefined,
  };
}

function readingsOf(digits: string, { scale, kind, tonnes }: Unit, about: boolean): Reading[] {
  const number = digits.replaceAll(',', '');
  // A code with several dots is no number.
  const base = Number(number);
  if (Number.isNaN(base)) return [{ value: NaN, tolerance: 0 }];
  const exact = 0.5 * 10 ** -decimalsOf(number);
  const tolerance = about ? Math.max(exact, Math.min(10 ** zerosOf(number), base * APPROXIMATE)) : exact;
  const reading = (factor: number): Reading => ({
    value: base * scale * factor,
    tolerance: tolerance * scale * factor,
  });
  if (kind === 'percent') return [reading(1), reading(0.01)];
  // Weights are held in kilograms.
  return tonnes ? [reading(1), reading(1_000)] : [reading(1)];
}

function decimalsOf(number: string): number {
  const dot = number.indexOf('.');
  return dot < 0 ? 0 : number.length - dot - 1;
}

/** How many zeros a whole number ends with. */
function zerosOf(number: string): number {
  return number.includes('.') ? 0 : (/0*$/.exec(number)?.[0].length ?? 0);
}

/** What a sticky pattern finds at one place of a text. */
function at(pattern: RegExp, text: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index;
  return pattern.exec(text);
}

function isAt(pattern: RegExp, text: string, index: number): boolean {
  pattern.lastIndex = index;
  return pattern.test(text);
}
