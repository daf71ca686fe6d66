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
/** A unit right behind a number: its scale, then what it counts. Single letters stand without a space. 千克 is a unit of its own. */
const SUFFIX =
  /(?: ?(万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千(?![克米瓦伏])|trillion|billion|million|thousand|[tbm]n(?![a-z]))|([kmb])(?![a-z0-9]))?(?:\s?(?:(%|％|per ?cent\b|个?百分点|percentage points?|pp\b)|(倍|times\b|x\b|-?fold\b)|(公?吨|tonnes?\b|(?:metric )?tons?\b)|([人家台件个辆套箱只名种项]|units?\b|pieces?\b|people\b|employees\b|companies\b|kg\b|kilograms?\b)))?/iy;
const CURRENCY = /(?:US\$|HK\$|NT\$|[$€£¥￥₩₹]|\b(?:USD|EUR|CNY|RMB|TWD|HKD|JPY|KRW|GBP|INR|VND))\s?$/;
const ABOUT =
  /(?:约|近|超过?|逾|接近|about|around|over|nearly|almost|than|approximately|roughly|[~≈>])\s?(?:US\$|[$€£¥]|[A-Z]{3} ?)?$/i;
const OR_SO = /^ ?(?:多|余|左右|上下|以上|\+|or so)/;
/** Between the two numbers of a range, whose unit stands behind the second only. */
const RANGE = /^ ?(?:[-–—~～至到]|to|and) ?(?:US\$|[$€£¥])?$/;
const YEARS = { first: 1900, last: 2100 };
/** How far off a figure may be that is given as an approximate one. */
const APPROXIMATE = 0.1;

/** The numbers of a text that say how much. The time it takes grows with the length of the text and nothing else. */
export function readFigures(text: string): Figure[] {
  const readable = blankUnchecked(text);
  const tokens = [...readable.matchAll(NUMBER)].flatMap((match) => tokensOf(readable, match[0], match.index));
  return tokens.flatMap((token, index) => {
    const next = tokens[index + 1];
    const unit =
      !token.unit.given && next && RANGE.test(readable.slice(token.end, next.start)) ? next.unit : token.unit;
    return token.named || isYear(token, unit) ? [] : [figureOf(text, readable, token, unit)];
  });
}

interface Unit {
  readonly given: boolean;
  readonly scale: number;
  readonly kind: Figure['kind'];
  readonly tonnes: boolean;
}

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
  const grouped = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(written);
  if (grouped || !written.includes(',')) return [tokenAt(text, written, start)];
  return [...written.matchAll(/[^,]+/g)]
    .filter(([part]) => /^\d/.test(part))
    .map((part) => tokenAt(text, part[0].replace(/\.+$/, ''), start + part.index));
}

function tokenAt(text: string, digits: string, start: number): Token {
  const after = start + digits.length;
  SUFFIX.lastIndex = after;
  const [suffix = '', word, letter, percent, times, tonnes, counted] = SUFFIX.exec(text) ?? [];
  const before = text.slice(Math.max(0, start - 6), start);
  const currency = CURRENCY.exec(before)?.[0] ?? '';
  const attached = currency === '' && /[A-Za-z](?:[-_.]?)$/.test(before) && !/\b(?:to|and)-?$/i.test(before);
  return {
    digits,
    start,
    end: after + suffix.length,
    unit: {
      given: suffix.trim() !== '',
      scale: SCALES[(word ?? letter ?? '').toLowerCase()] ?? 1,
      kind: percent ? 'percent' : times ? 'times' : 'amount',
      tonnes: tonnes !== undefined,
    },
    currency,
    named:
      attached || (suffix.trim() === '' && counted === undefined && /^[A-Za-z]/.test(text.slice(after, after + 1))),
  };
}

/** A year says when. With a unit or a currency it is a number like any other. */
function isYear({ digits, currency }: Token, unit: Unit): boolean {
  const value = Number(digits);
  return /^\d{4}$/.test(digits) && value >= YEARS.first && value <= YEARS.last && !unit.given && currency === '';
}

function figureOf(text: string, readable: string, token: Token, unit: Unit): Figure {
  const offset = token.start - token.currency.length;
  const about =
    ABOUT.test(readable.slice(Math.max(0, token.start - 16), token.start)) ||
    OR_SO.test(readable.slice(token.end, token.end + 6));
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
  const decimals = number.split('.')[1]?.length ?? 0;
  const exact = 0.5 * 10 ** -decimals;
  const zeros = decimals === 0 ? (/0*$/.exec(number)?.[0].length ?? 0) : 0;
  const tolerance = about ? Math.max(exact, Math.min(10 ** zeros, base * APPROXIMATE)) : exact;
  const reading = (factor: number): Reading => ({
    value: base * scale * factor,
    tolerance: tolerance * scale * factor,
  });
  if (kind === 'percent') return [reading(1), reading(0.01)];
  // Weights are held in kilograms.
  return tonnes ? [reading(1), reading(1_000)] : [reading(1)];
}
