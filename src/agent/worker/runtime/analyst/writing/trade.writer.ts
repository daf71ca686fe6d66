import { type Language, say } from '../../../../../common/i18n/language.js';
import { type QueryTradeStatisticsData } from '../../../tools/query-trade-statistics/query-trade-statistics.types.js';
import { type ToolOutcome } from '../conversation.js';
import { candidatesFor, CONFIDENT } from '../planning/classify.plan.js';
import { findingsOf, TOOL } from '../planning/tool-request.js';
import { type Question } from '../understanding/question.js';
import { type Draft } from './answer.js';
import { candidateTable } from './classification.writer.js';
import { blocks, bullets, cite, plain } from './markdown.js';
import { beyondNotes, regionNote } from './notes.js';
import { nextTradeQuestions } from './next-trade-questions.js';
import { tradeFigures } from './trade-figures.js';
import { tradeHeadline, tradeSubject } from './trade-headline.js';

/** How near the score of the best another candidate must come to be worth a mention. */
const RIVAL = 0.7;
const AVERAGE_NOTE = {
  en: '> An average is the mean of several years; it is not the figure of any one of them.',
  zh: '> 年均值是多个年份的平均，不是其中任何一年的数值。',
};

/** Trade statistics: one part for every combination of countries and products that was looked up. */
export function writeTrade(question: Question, outcomes: readonly ToolOutcome[], language: Language): Draft {
  const results = findingsOf<QueryTradeStatisticsData>(TOOL.trade, outcomes).map(({ data }) => data);
  const unsure = question.products.filter(
    (product) => product.hsCode === undefined && !isClear(product.words, outcomes),
  );
  const body = blocks(
    ...unsure.map(({ words }) => askForCode(words, outcomes, language)),
    tradeParts(results, language),
    ...question.products.map(({ words }) => otherReadings(words, outcomes, language)),
  );
  return {
    body,
    notes: [...regionNote(question, language), ...beyondNotes(question, language)],
    next: nextTradeQuestions(question, results[0], language),
  };
}

/** The figures of each result; several results stand under headings, their headlines first. */
export function tradeParts(results: readonly QueryTradeStatisticsData[], language: Language): string {
  const [only] = results;
  const note = results.some(holdsAverages) ? say(AVERAGE_NOTE, language) : undefined;
  if (only && results.length === 1) return blocks(tradeHeadline(only, language), tradeFigures(only, language), note);
  return blocks(
    bullets(results.map((data) => tradeHeadline(data, language))),
    ...results.map((data) => blocks(`## ${tradeSubject(data, language)}`, tradeFigures(data, language))),
    note,
  );
}

function holdsAverages({ rows, context, ranking }: QueryTradeStatisticsData): boolean {
  return [...rows, ...context, ...ranking].some(({ is_average }) => is_average);
}

/** A product that could not be classified with confidence: one precise question back, with the choices. */
function askForCode(words: string, outcomes: readonly ToolOutcome[], language: Language): string {
  const candidates = candidatesFor(words, outcomes);
  const name = plain(words, 80);
  if (candidates.length === 0) {
    return language === 'zh'
      ? `**未能确定“${name}”对应的 HS 编码。** 请换一种产品名称，或直接给出 4–6 位 HS 编码。`
      : `**No HS code could be found for “${name}”.** Please name the product differently, or give its HS code of 4 to 6 digits.`;
  }
  const ask =
    language === 'zh'
      ? `**“${name}”可能对应多个 HS 编码，您指的是哪一个？** 请回复其中一个编码。`
      : `**“${name}” may have several HS codes. Which one do you mean?** Please answer with one of these codes.`;
  return blocks(ask, candidateTable(candidates, language));
}

/** Says as what the product was taken where its name left a choice. */
function otherReadings(words: string, outcomes: readonly ToolOutcome[], language: Language): string | undefined {
  const [best, ...others] = candidatesFor(words, outcomes);
  if (!best || best.score < CONFIDENT) return undefined;
  const rivals = others.filter(({ score }) => score >= RIVAL * best.score).slice(0, 3);
  if (rivals.length === 0) return undefined;
  const list = rivals.map(({ hs_code, name }) => `${hs_code} ${name}`).join(language === 'zh' ? '、' : ', ');
  return language === 'zh'
    ? `“${plain(words, 80)}”按 HS ${best.hs_code}（${best.name}）理解${cite(best.source_id)}；也可能是：${list}。`
    : `“${plain(words, 80)}” was taken as HS ${best.hs_code} (${best.name}) ${cite(best.source_id)}; it may also be: ${list}.`;
}

function isClear(words: string, outcomes: readonly ToolOutcome[]): boolean {
  return (candidatesFor(words, outcomes)[0]?.score ?? 0) >= CONFIDENT;
}
