import { type Language } from '../../../../../common/i18n/language.js';
import { type QueryTradeStatisticsData } from '../../../tools/query-trade-statistics/query-trade-statistics.types.js';
import { inSentence } from '../../../tools/country-wording.js';
import { type Question } from '../understanding/question.js';

const FALLBACK: Readonly<Record<Language, readonly string[]>> = {
  zh: ['查询手机对美国的出口数据', '中国太阳能电池板的主要出口市场', '锂电池的供应商有哪些？'],
  en: [
    'China’s exports of smartphones to the USA',
    'Main markets for Chinese solar panels',
    'Who supplies lithium batteries?',
  ],
};

/**
 * Questions that go on from the first result: where else, which markets, who makes it. Only such as the analyst itself understands, and
 * of trade only what the findings show to be held.
 * @param members ISO codes of the countries the question is about; undefined for all
 */
export function nextTradeQuestions(
  question: Question,
  first: QueryTradeStatisticsData | undefined,
  language: Language,
  members?: ReadonlySet<string>,
): readonly string[] {
  if (!first || first.asked.product.hs_code === 'TOTAL' || isEmpty(first)) return FALLBACK[language];
  const product = first.asked.product.name;
  const zh = language === 'zh';
  return [
    ...tradeHeld(question, first, members, zh),
    zh ? `${product}的供应商有哪些？` : `Who supplies ${product}?`,
    zh ? `${product}的 HS 编码是什么？` : `HS code of ${product}`,
  ];
}

function tradeHeld(
  { ranking }: Question,
  { asked, ...held }: QueryTradeStatisticsData,
  members: ReadonlySet<string> | undefined,
  zh: boolean,
): string[] {
  const { flow } = asked;
  const [product, from] = [asked.product.name, inSentence(asked.reporter.name, zh ? 'zh' : 'en')];
  const partner = asked.partner !== null && asked.partner.code !== 'WLD' ? asked.partner : undefined;
  const first = held.ranking.find((one) => members === undefined || members.has(one.partner.code));
  const largest = first && inSentence(first.partner.name, zh ? 'zh' : 'en');
  if (partner && !ranking) {
    const markets = zh
      ? flow === 'X'
        ? `${from}${product}的主要出口市场有哪些？`
        : `${from}进口${product}的主要来源国有哪些？`
      : flow === 'X'
        ? `Main markets for exports of ${product} from ${from}`
        : `Main sources of ${from} imports of ${product}`;
    const own = held.context.some(({ role }) => role === 'reporter_with_world') ? [markets] : [];
    const theirs = held.context.some(({ role }) => role === 'partner_with_world');
    return theirs ? [...own, totalOf(partner.name, flow === 'X' ? 'M' : 'X', product, zh)] : own;
  }
  if (largest !== undefined) {
    if (zh)
      return [flow === 'X' ? `${from}${product}对${largest}出口多少？` : `${from}从${largest}进口${product}多少？`];
    return [
      flow === 'X'
        ? `Exports of ${product} from ${from} to ${largest}`
        : `Imports of ${product} by ${from} from ${largest}`,
    ];
  }
  const other = held.context.find(({ role, value_usd }) => role === 'other_reporter' && value_usd !== null);
  return other ? [totalOf(other.reporter.name, other.flow, product, zh)] : [];
}

function totalOf(country: string, flow: 'X' | 'M', product: string, zh: boolean): string {
  if (zh) return `${country}${flow === 'X' ? '出口' : '进口'}${product}的数据`;
  return `${flow === 'X' ? 'Exports' : 'Imports'} of ${product} by ${inSentence(country, 'en')}`;
}

function isEmpty({ rows, context, ranking }: QueryTradeStatisticsData): boolean {
  return rows.length + context.length + ranking.length === 0;
}
