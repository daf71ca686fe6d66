import { type Calculation } from './question.js';
import { type Sentence } from './sentence.js';

const RULES = /\b(exw|fca|cpt|cip|dap|dpu|ddp|fas|fob|cfr|cif)\b/g;
/** Words that ask what a rule means; "FOB price" alone does not. */
const ASKS_RULES =
  /incoterms?|贸易术语|价格术语|国际贸易术语|区别|不同|差别|意思|含义|解释|哪个|哪种|有利|划算|比较|对比|谁(?:承担|负责|付|买)|风险|责任|是什么|\bdifferences?\b|\bmean(?:s|ing)?\b|\bexplain|\bwhat (?:is|are|does)\b|\bwho pays\b|\bwho (?:is )?responsible\b|\brisk\b|\bbetween\b|\bor\b|\bbetter\b|\bbest\b|\bvs\b|\bversus\b|\bcompare\b/;
const ALL_RULES = /incoterms?|贸易术语|价格术语/;

const NUMBER = String.raw`(\d[\d,]*(?:\.\d+)?)\s*(万|千|k\b|million\b)?`;
const MONEY = String.raw`(?:usd|us\$|\$|€|eur|£|¥|rmb|cny)?\s*${NUMBER}\s*(?:美元|美金|元|欧元|人民币|usd|eur|cny|rmb|dollars?|euros?)?`;
/** An amount that bears the sign of its currency. */
const PRICED = String.raw`(?:usd|us\$|\$|€|eur|£|¥|rmb|cny)\s*${NUMBER}`;
const BETWEEN = String.raw`\s*(?:是|为|约|大概|共|了|=|:|：|of|is|costs?|at|about|are)?\s*`;
const PERCENT = String.raw`(\d+(?:\.\d+)?)\s*(?:%|％|个点|percent\b|per cent\b)`;

/** Amounts by the words they stand behind. */
const AMOUNTS: readonly (readonly [string, RegExp])[] = [
  ['freight', after(String.raw`海运费|空运费|运费|国际运费|\bfreight\b|\bshipping\b`, MONEY)],
  ['insurance', after(String.raw`保险费?|保费|\binsurance\b`, MONEY)],
  [
    'other_costs',
    after(String.raw`其他费用|杂费|清关费|港杂费|内陆运费|\bother costs?\b|\bhandling\b|\bbroker(?:age)?\b`, MONEY),
  ],
  [
    'goods_value',
    after(
      String.raw`货值|货款|货物价值|商品价值|货价|fob价?|离岸价|采购价|\bgoods (?:value|cost)\b|\bvalue of (?:the )?goods\b|\bfob(?: value)?\b|\bgoods worth\b|\bworth\b|\bvalue\b|\bgoods\b`,
      MONEY,
    ),
  ],
];
const RATES: readonly (readonly [string, RegExp])[] = [
  ['vat_percent', after(String.raw`进口增值税|增值税|消费税|\bvat\b|\bgst\b|\bsales tax\b`, PERCENT)],
  ['duty_percent', after(String.raw`关税税率|关税|税率|\bimport duty\b|\bduty(?: rate)?\b|\btariff\b`, PERCENT)],
  // "5% duty and 20% VAT"
  ['duty_percent', new RegExp(String.raw`${PERCENT}\s*(?:的)?(?:关税|(?:import |customs )?(?:duty|tariff)\b)`)],
  ['vat_percent', new RegExp(String.raw`${PERCENT}\s*(?:的)?(?:增值税|vat\b|gst\b)`)],
];
/** Amounts by the words that follow them: "1,200 freight". */
const AMOUNTS_BEFORE: readonly (readonly [string, RegExp])[] = [
  ['freight', new RegExp(String.raw`${MONEY}\s*(?:of |for |in )?(?:freight|shipping|的?(?:海运费|运费))`)],
  ['insurance', new RegExp(String.raw`${MONEY}\s*(?:of |for |in )?(?:insurance|的?保险费?)`)],
  ['goods_value', new RegExp(String.raw`\bcosts?\s+(?:of|for)\s+${PRICED}|${PRICED}\s*(?:worth )?of\b`)],
];
/** The price of one piece: with the number of pieces it makes the value of the goods. */
const UNIT_PRICE: readonly RegExp[] = [
  new RegExp(String.raw`(?:单价|每(?:件|个|台|只|双|套|部))${BETWEEN}${MONEY}`),
  new RegExp(String.raw`\bunit price${BETWEEN}${MONEY}`),
  new RegExp(
    String.raw`\b(?:at|for|@)\s*${MONEY}\s*(?:each|apiece|a piece|per (?:unit|piece|pc)|\/ ?(?:pc|pcs|unit|piece))`,
  ),
  new RegExp(String.raw`${MONEY}\s*(?:each|apiece|per (?:unit|piece|pc)|\/ ?(?:pc|unit|piece|件|个|台))`),
];
const QUANTITY = /(\d[\d,]*)\s*(万)?\s*(?:台|个|件|只|双|套|部|pcs\b|pieces\b|units\b)/;
const LANDED =
  /到岸(?:总)?成本|落地(?:总)?成本|到岸价|完税成本|总成本|进口成本|到门成本|\blanded cost\b|\btotal (?:import )?cost\b|\bimport cost\b/;
const CONTAINER =
  /装柜|装箱量|集装箱|货柜|(?:20|40)\s*(?:尺|gp|hq|hc|英尺)|小柜|大柜|高柜|整柜|\bcontainers?\b|\b(?:20|40)\s*(?:ft|'|foot)\b/;
const SIZE =
  /(\d+(?:\.\d+)?)\s*(mm|cm|m|厘米|毫米|米)?\s*[x×*х乘]\s*(\d+(?:\.\d+)?)\s*(mm|cm|m|厘米|毫米|米)?\s*[x×*х乘]\s*(\d+(?:\.\d+)?)\s*(mm|cm|m|厘米|毫米|米)?/;
const WEIGHT = /(\d+(?:\.\d+)?)\s*(?:kgs?\b|公斤|千克)/;
const CARTONS = /(\d[\d,]*)\s*(万)?\s*(?:箱|纸箱|cartons?\b|boxes\b|ctns?\b)/;
const SCALE: Readonly<Record<string, number>> = { mm: 0.1, 毫米: 0.1, cm: 1, 厘米: 1, m: 100, 米: 100 };

/**
 * What a question gives to calculate with. What was understood is taken. A calculation that is asked for and lacks numbers is
 * returned with what there is: the answer then asks for the rest.
 */
export function readCalculation(sentence: Sentence): Calculation | undefined {
  const calculation: Calculation = {
    ...(LANDED.test(sentence.lower) && { landed_cost: readAmounts(sentence) }),
    ...(CONTAINER.test(sentence.lower) && containerFit(sentence)),
    ...incoterms(sentence),
  };
  return Object.keys(calculation).length === 0 ? undefined : calculation;
}

/** The amounts and rates a sentence names, as arguments of a landed cost. */
export function readAmounts(sentence: Sentence): Record<string, number | string> {
  const found: Record<string, number | string> = {};
  for (const [field, pattern] of [...AMOUNTS, ...RATES]) {
    const match = pattern.exec(sentence.lower);
    if (!match || found[field] !== undefined) continue;
    found[field] = numberOf(match[1], match[2]);
  }
  for (const [field, pattern] of AMOUNTS_BEFORE) {
    const match = found[field] === undefined ? pattern.exec(sentence.lower) : null;
    if (match) found[field] = numberOf(match[1] ?? match[3], match[2] ?? match[4]);
  }
  const quantity = QUANTITY.exec(sentence.lower);
  if (quantity) found['quantity'] = numberOf(quantity[1], quantity[2]);
  const price = UNIT_PRICE.map((pattern) => pattern.exec(sentence.lower)).find((match) => match !== null);
  if (price && quantity && found['goods_value'] === undefined)
    found['goods_value'] = Math.round(numberOf(price[1], price[2]) * numberOf(quantity[1], quantity[2]) * 100) / 100;
  const currency = currencyIn(sentence.lower);
  if (currency !== undefined) found['currency'] = currency;
  return found;
}

function containerFit(sentence: Sentence): Pick<Calculation, 'container_fit'> {
  const size = SIZE.exec(sentence.lower);
  if (!size) return { container_fit: {} };
  const unit = size[6] ?? size[4] ?? size[2] ?? 'cm';
  const side = (value: string | undefined) => Math.round(Number(value) * (SCALE[unit] ?? 1) * 1000) / 1000;
  sentence.take({ start: size.index, end: size.index + size[0].length });
  const weight = WEIGHT.exec(sentence.lower);
  const cartons = CARTONS.exec(sentence.lower);
  return {
    container_fit: {
      length_cm: side(size[1]),
      width_cm: side(size[3]),
      height_cm: side(size[5]),
      ...(weight && { weight_kg: Number(weight[1]) }),
      ...(cartons && { cartons: numberOf(cartons[1], cartons[2]) }),
    },
  };
}

function incoterms(sentence: Sentence): Pick<Calculation, 'incoterms'> {
  const named = [...new Set([...sentence.lower.matchAll(RULES)].map(([rule]) => rule.toUpperCase()))];
  const priced = /报价|价格|单价|\bprices?\b|\bquot/.test(sentence.lower);
  const asked = ASKS_RULES.test(sentence.lower) || (named.length > 1 && !priced);
  if (named.length > 0 && asked) return { incoterms: named };
  return ALL_RULES.test(sentence.lower) ? { incoterms: named } : {};
}

function currencyIn(lower: string): string | undefined {
  if (/€|欧元|\beur(?:os?)?\b/.test(lower)) return 'EUR';
  if (/£|英镑|\bgbp\b/.test(lower)) return 'GBP';
  if (/人民币|\brmb\b|\bcny\b|¥|\d\s*万?元/.test(lower)) return 'CNY';
  return undefined;
}

function after(words: string, value: string): RegExp {
  return new RegExp(`(?:${words})${BETWEEN}${value}`);
}

function numberOf(digits = '', scale?: string): number {
  const factor = scale === '万' ? 1e4 : scale === '千' || scale === 'k' ? 1e3 : scale === 'million' ? 1e6 : 1;
  return Number(digits.replaceAll(',', '')) * factor;
}
