import { type Language } from '../../../../../common/i18n/language.js';
import { type QueryTradeStatisticsData } from '../../../tools/query-trade-statistics/query-trade-statistics.types.js';
import { type Question } from '../understanding/question.js';

const FALLBACK: Readonly<Record<Language, readonly string[]>> = {
  zh: ['查询手机对美国的出口数据', '中国太阳能电池板的主要出口市场', '锂电池的供应商有哪些？'],
  en: [
    'China’s exports of smartphones to the USA',
    'Main markets for Chinese solar panels',
    'Who supplies lithium batteries?',
  ],
};

/** Questions that go on from the first result: where else, which markets, who makes it. Only such as the analyst itself understands. */
export function nextTradeQuestions(
  question: Question,
  first: QueryTradeStatisticsData | undefined,
  language: Language,
): readonly string[] {
  if (!first || first.asked.product.hs_code === 'TOTAL' || isEmpty(first)) return FALLBACK[language];
  const { asked } = first;
  const product = asked.product.name;
  const from = asked.reporter.name;
  const partner = asked.partner !== null && asked.partner.code !== 'WLD' ? asked.partner.name : undefined;
  const other = first.ranking[0]?.partner.name ?? (language === 'zh' ? '德国' : 'Germany');
  const further = partner === undefined || question.ranking;
  if (language === 'zh') {
    const elsewhere =
      asked.flow === 'X' ? `${from}${product}对${other}出口多少？` : `${from}从${other}进口${product}多少？`;
    const markets =
      asked.flow === 'X' ? `${from}${product}的主要出口市场有哪些？` : `${from}进口${product}的主要来源国有哪些？`;
    return [
      further ? elsewhere : markets,
      ...(partner === undefined ? [] : [`${partner}进口${product}的数据`]),
      `${product}的供应商有哪些？`,
      `${product}的 HS 编码是什么？`,
    ];
  }
  const elsewhere =
    asked.flow === 'X'
      ? `Exports of ${product} from ${from} to ${other}`
      : `Imports of ${product} by ${from} from ${other}`;
  const markets =
    asked.flow === 'X'
      ? `Main markets for exports of ${product} from ${from}`
      : `Main sources of ${from} imports of ${product}`;
  return [
    further ? elsewhere : markets,
    ...(partner === undefined ? [] : [`Imports of ${product} by ${partner}`]),
    `Who supplies ${product}?`,
    `HS code of ${product}`,
  ];
}

function isEmpty({ rows, context, ranking }: QueryTradeStatisticsData): boolean {
  return rows.length + context.length + ranking.length === 0;
}
