import { type Language, say, type Text, type TextParams } from '../../../../common/i18n/language.js';
import { type Countries } from '../../providers/countries/countries.js';
import { inSentence } from '../country-wording.js';
import { EVERY, type Flow, WORLD } from '../../providers/trade-data.port.js';

/** Who trades with whom in which direction. */
export interface Route {
  readonly reporter: string;
  readonly partner: string;
  readonly flow: Flow;
}

const ROUTES: Readonly<Record<Flow, Text>> = {
  X: { en: 'exports of {reporter} to {partner}', zh: '{reporter}出口至{partner}' },
  M: { en: 'imports of {reporter} from {partner}', zh: '{reporter}自{partner}进口' },
};
const WORLD_TOTALS: Readonly<Record<Flow, Text>> = {
  X: { en: 'world exports', zh: '全球出口总额' },
  M: { en: 'world imports', zh: '全球进口总额' },
};

/** `中国出口至美国`, `exports of China to the world`. */
export function routeLabel(countries: Countries, route: Route, language: Language): string {
  if (route.reporter === WORLD && route.partner === WORLD) return say(WORLD_TOTALS[route.flow], language);
  return say(ROUTES[route.flow], language, {
    reporter: inSentence(countries.name(route.reporter, language), language),
    partner: inSentence(countries.name(route.partner === EVERY ? WORLD : route.partner, language), language),
  });
}

export const SHARE_LABELS: Readonly<Record<'reporter' | 'partner' | 'world', Readonly<Record<Flow, Text>>>> = {
  reporter: {
    X: { en: 'share of all exports of the product by {country}', zh: '占{country}该产品出口总额' },
    M: { en: 'share of all imports of the product by {country}', zh: '占{country}该产品进口总额' },
  },
  partner: {
    X: { en: 'share of all imports of the product by {country}', zh: '占{country}该产品进口总额' },
    M: { en: 'share of all exports of the product by {country}', zh: '占{country}该产品出口总额' },
  },
  world: {
    X: { en: 'share of world exports of the product', zh: '占全球该产品出口总额' },
    M: { en: 'share of world imports of the product', zh: '占全球该产品进口总额' },
  },
};

const SENTENCES = {
  yearsNotHeld: {
    en: 'No single-year figure for {years} is held for {route} of {goods}.',
    zh: '未收录{route}的{goods}{years}年单年数据。',
  },
  valuesNotHeld: {
    en: 'For {years} only a quantity is held, no value.',
    zh: '{years}年只有数量，没有金额。',
  },
  onlyAverage: {
    en: 'What is held for this trade is the {period}; it is not the figure of any single year.',
    zh: '该项贸易现有的是 {period}，不是任何单一年份的数值。',
  },
  nothingHeld: {
    en: 'No figure at all is held for {route} of {goods}.',
    zh: '未收录{route}的{goods}任何数据。',
  },
  noQuantity: {
    en: 'No quantity is held for this trade, only values in US dollars.',
    zh: '该项贸易只有金额（美元），没有数量数据。',
  },
  rankingPartial: {
    en: 'The ranking holds {count} partners only; others are not held.',
    zh: '排名仅包含已收录的 {count} 个伙伴，其他伙伴未收录。',
  },
  noRanking: { en: 'No ranking of partners is held for this product.', zh: '未收录该产品的贸易伙伴排名。' },
  takenAs: { en: '"{words}" was taken as HS {code}, {product}.', zh: '“{words}”按 HS {code}（{product}）查询。' },
  summary: {
    en: '{product} (HS {code}), {route}: {rows} figures asked for, {context} for context',
    zh: '{product}（HS {code}），{route}：{rows} 条直接数据，{context} 条相关数据',
  },
} satisfies Record<string, Text>;

export function sentence(name: keyof typeof SENTENCES, language: Language, params: TextParams = {}): string {
  return say(SENTENCES[name], language, params);
}
