import { type Language } from '../../../../../common/i18n/language.js';

/** Chinese counts in ten thousands and hundred millions, English in millions and billions; the least value a unit is used for. */
const UNITS: Readonly<
  Record<Language, readonly { readonly from: number; readonly word: string; readonly digits: number }[]>
> = {
  zh: [
    { from: 1e12, word: '万亿', digits: 2 },
    { from: 1e8, word: '亿', digits: 1 },
    { from: 1e4, word: '万', digits: 1 },
  ],
  en: [
    { from: 1e12, word: ' trillion', digits: 2 },
    { from: 1e9, word: ' billion', digits: 2 },
    { from: 1e6, word: ' million', digits: 1 },
  ],
};
const CURRENCY_ZH: Readonly<Record<string, string>> = {
  USD: '美元',
  CNY: '元人民币',
  TWD: '新台币',
  HKD: '港元',
  EUR: '欧元',
  JPY: '日元',
  KRW: '韩元',
};

/** A number as it is read in the language: `468.9亿`, `46.89 billion`, `12,345`. */
export function quantity(value: number, language: Language): string {
  const unit = UNITS[language].find(({ from }) => Math.abs(value) >= from);
  return unit ? `${grouped(value / unit.from, unit.digits)}${unit.word}` : grouped(value, 0);
}

/** An amount in its currency (ISO 4217): `468.9亿美元`, `US$46.89 billion`. */
export function money(value: number, language: Language, currency = 'USD'): string {
  if (language === 'zh') return `${quantity(value, language)}${CURRENCY_ZH[currency] ?? ` ${currency}`}`;
  return currency === 'USD' ? `US$${quantity(value, language)}` : `${currency} ${quantity(value, language)}`;
}

const UNITS_ZH: Readonly<Record<string, string>> = {
  units: '台/件',
  pieces: '件',
  kg: '千克',
  tonnes: '吨',
  people: '人',
  companies: '家',
};

/** A number of something: `1.6亿台/件`, `160.0 million units`. */
export function amount(value: number, unit: string | null, language: Language): string {
  if (unit === null) return quantity(value, language);
  return language === 'zh'
    ? `${quantity(value, language)}${UNITS_ZH[unit] ?? ` ${unit}`}`
    : `${quantity(value, language)} ${unit}`;
}

/** A number in full, with as many decimals as it has, two at most: `10,800`, `1,234.5`. */
export function exact(value: number): string {
  const digits = Number.isInteger(value) ? 0 : 2;
  return grouped(value, digits);
}

/** A ratio of 1 as a percentage: `46.8%`. */
export function percent(ratio: number): string {
  return ratio > 0 && ratio < 0.001 ? '<0.1%' : `${(ratio * 100).toFixed(1)}%`;
}

/** The same with its sign: a change. */
export function change(ratio: number): string {
  return `${ratio > 0 ? '+' : ''}${(ratio * 100).toFixed(1)}%`;
}

/** Both languages group by thousands. Formats are kept: making one costs more than a hundred uses. */
const FORMATS = [0, 1, 2].map(
  (digits) => new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits }),
);

function grouped(value: number, digits: number): string {
  return FORMATS[digits]?.format(value) ?? String(value);
}
