import { type Language, say } from '../../../../../common/i18n/language.js';
import { type QueryTradeStatisticsData } from '../../../tools/query-trade-statistics/query-trade-statistics.types.js';
import { type ToolOutcome } from '../conversation.js';
import { findingsOf, TOOL } from '../planning/tool-request.js';
import { holdsTrade, UNION } from '../planning/trade.plan.js';
import { EUROPEAN_UNION } from '../understanding/regions.js';
import { type Question } from '../understanding/question.js';
import { type Draft } from './answer.js';
import { otherReadings, unclearProducts } from './classified.js';
import { blocks, bullets, cite } from './markdown.js';
import { matterNotes, memberNote } from './notes.js';
import { money } from './numbers.js';
import { nextTradeQuestions } from './next-trade-questions.js';
import { BRIEF, FULL, type ShownFigures, tradeFigures } from './trade-figures.js';
import { comparisonOf, isMixed, ratiosAskedFor } from './trade-comparison.js';
import { tradeHeadline, tradeSubject } from './trade-headline.js';
import { searchResults } from './web.writer.js';

const AVERAGE_NOTE = {
  en: '> An average is the mean of several years; it is not the figure of any one of them.',
  zh: '> 年均值是多个年份的平均，不是其中任何一年的数值。',
};

const MIXED_NOTE = {
  en: '> The average and the single years come from sources that count differently: do not compare them with each other.',
  zh: '> 多年平均值与单年数值来自统计口径不同的来源，不可直接相互比较。',
};

/** Trade statistics: one part for every combination of countries and products that was looked up. */
export function writeTrade(question: Question, outcomes: readonly ToolOutcome[], language: Language): Draft {
  const found = findingsOf<QueryTradeStatisticsData>(TOOL.trade, outcomes).map(({ data }) => data);
  const results = found.filter((data) => !isReplaced(data, found));
  const regions = results.length < found.length ? [EUROPEAN_UNION, ...question.regions] : question.regions;
  const shown = shownOf(question, regions);
  const body = blocks(
    ...unclearProducts(question, outcomes, language),
    monthsAskedFor(question, language),
    ratiosAskedFor(question, results, language),
    comparisonOf(results, language),
    tradeParts(results, language, shown),
    results.some(isMixed) ? say(MIXED_NOTE, language) : undefined,
    ...otherReadings(question, outcomes, language),
  );
  return {
    body,
    notes: [...regions.map((region) => memberNote(region, language)), ...matterNotes(question, language)],
    next: nextTradeQuestions(question, results[0], language, shown.members),
  };
}

/** Whoever asks for a quarter must not take the year below for it. */
function monthsAskedFor({ matters }: Question, language: Language): string | undefined {
  if (!matters.includes('months')) return undefined;
  return language === 'zh'
    ? '**没有按月份或季度的查询**，以下均为全年（或多年平均）数据。'
    : '**Months and quarters are not looked up**: what follows is of whole years or averages of years.';
}

/** The Union as a whole, of which nothing is held, where its members were looked up in its place. */
function isReplaced(
  { asked, rows, context }: QueryTradeStatisticsData,
  all: readonly QueryTradeStatisticsData[],
): boolean {
  const ofUnion = asked.reporter.code === UNION || asked.partner?.code === UNION;
  const byMember = all.some(
    (other) => other.asked.partner === null && other.asked.product.hs_code === asked.product.hs_code,
  );
  return ofUnion && byMember && !holdsTrade({ rows, context });
}

/** Figures, and what the web says of their reasons: customs count goods, they do not say why. */
export function writeReasons(question: Question, outcomes: readonly ToolOutcome[], language: Language): Draft {
  const { body, notes = [], next } = writeTrade(question, outcomes, language);
  const honest =
    language === 'zh'
      ? '**海关统计只记录贸易额，不说明原因。** 下面先给出数据，再列出公开网页中的相关说法（未经核实），原因请自行判断。'
      : '**Customs statistics count goods; they do not say why.** Below are the figures, then what public pages say about it (unchecked); the reasons are for you to judge.';
  return { body: blocks(honest, body, searchResults(outcomes, language)), notes, next };
}

/** Which countries of the region are held, the largest first. */
function regionHeadline(
  { ranking }: QueryTradeStatisticsData,
  { members }: ShownFigures,
  language: Language,
): string | undefined {
  if (!members) return undefined;
  const held = ranking.filter(({ partner }) => members.has(partner.code));
  const zh = language === 'zh';
  const told = held
    .slice(0, 5)
    .map(({ partner, value_usd, source_id }) => `${partner.name} **${money(value_usd, language)}** ${cite(source_id)}`);
  const [first] = held;
  if (!first) return zh ? '**没有收录该区域内国家的数据。**' : '**No figure of a country of this region is held.**';
  return zh
    ? `没有该区域的合计数；已收录其中 ${held.length} 个国家（${first.period}）：${told.join('，')}。`
    : `There is no total for the region; ${held.length} of its countries ${held.length === 1 ? 'is' : 'are'} held (${first.period}): ${told.join(', ')}.`;
}

/** In a region only its countries are ranked; who asks for detail gets the whole tables. */
function shownOf({ detail }: Question, regions: readonly { readonly members: readonly string[] }[]): ShownFigures {
  const members = regions.flatMap((region) => region.members);
  if (members.length === 0) return detail ? FULL : BRIEF;
  return { ...BRIEF, ranking: FULL.ranking, context: 0, members: new Set(members) };
}

/** The figures of each result; several results stand under headings, their headlines first. */
export function tradeParts(
  results: readonly QueryTradeStatisticsData[],
  language: Language,
  shown: ShownFigures = BRIEF,
): string {
  const [only] = results;
  const whole = results.length === 1 || shown === FULL;
  const note = results.some((data) => holdsAverages(data, whole)) ? say(AVERAGE_NOTE, language) : undefined;
  if (only && results.length === 1) {
    const region = regionHeadline(only, shown, language);
    return blocks(
      region,
      tradeHeadline(only, language, shown.members === undefined),
      tradeFigures(only, language, shown),
      note,
    );
  }
  return blocks(
    bullets(results.map((data) => tradeHeadline(data, language))),
    // What surrounds the figures is much the same for each of them, and would bury them.
    ...results.map((data) => {
      const figures = tradeFigures(data, language, whole ? shown : { ...shown, context: 0 });
      return figures === '' ? undefined : blocks(`## ${tradeSubject(data, language)}`, figures);
    }),
    note,
  );
}

/** @param whole whether what surrounds the figures is shown, too */
function holdsAverages({ rows, context, ranking }: QueryTradeStatisticsData, whole: boolean): boolean {
  const beside = context.filter(({ role }) => whole || role === 'same_trade_other_period');
  return [...rows, ...beside, ...ranking].some(({ is_average }) => is_average);
}
