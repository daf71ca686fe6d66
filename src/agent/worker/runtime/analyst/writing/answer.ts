import { type Language, say } from '../../../../../common/i18n/language.js';
import { type Source } from '../../../../../session/index.js';
import { type QueryTradeStatisticsData } from '../../../tools/query-trade-statistics/query-trade-statistics.types.js';
import { type ToolOutcome } from '../conversation.js';
import { findingsOf, TOOL } from '../planning/tool-request.js';
import { blocks, bullets, cite, plain, section } from './markdown.js';
import { HEADINGS } from './phrases.js';
import { tradeSubject } from './trade-headline.js';

/** The body of an answer and what belongs at its end, before both are put together. */
export interface Draft {
  readonly body: string;
  /** What is not held, beyond what the tools said is missing. */
  readonly notes?: readonly string[];
  /** Questions the user could ask next. */
  readonly next: readonly string[];
}

const CONFIDENCE: Readonly<Record<Source['confidence'], { en: string; zh: string }>> = {
  verbatim: { en: 'as published', zh: '原始发布' },
  derived: { en: 'derived from the published data', zh: '由公布数据推算' },
  secondary: { en: 'quoted second-hand', zh: '转引' },
};
const MOST_NEXT = 3;

/** The whole answer: body, what the data does not cover, what failed, next questions, and the sources the text refers to. */
export function compose(draft: Draft, outcomes: readonly ToolOutcome[], language: Language): string {
  const missing = missingIn(outcomes, language);
  const failures = outcomes.flatMap(({ report }) => (report.ok ? [] : [report.error.detail]));
  const reports = findingsOf(TOOL.report, outcomes).map(({ summary }) => `**${plain(summary)}**`);
  const text = blocks(
    ...reports,
    draft.body,
    section(say(HEADINGS.failed, language), bullets([...new Set(failures)])),
    section(say(HEADINGS.notCovered, language), bullets([...new Set([...(draft.notes ?? []), ...missing])])),
    section(say(HEADINGS.next, language), bullets(draft.next.slice(0, MOST_NEXT))),
  );
  return blocks(text, section(say(HEADINGS.sources, language), bullets(sourceLines(text, outcomes, language))));
}

/**
 * What the tools say is missing. Where several statistics were looked up, a sentence that holds for all of them stands once, and the
 * others say of which they speak.
 */
function missingIn(outcomes: readonly ToolOutcome[], language: Language): string[] {
  const statistics = findingsOf<QueryTradeStatisticsData>(TOOL.trade, outcomes);
  const isCommon = (sentence: string) => statistics.every(({ missing }) => missing.includes(sentence));
  return outcomes.flatMap(({ tool, report }) => {
    if (!report.ok) return [];
    const { data, missing } = report.findings;
    if (statistics.length < 2 || tool !== TOOL.trade) return missing;
    const subject = tradeSubject(data as QueryTradeStatisticsData, language);
    const { name } = (data as QueryTradeStatisticsData).asked.product;
    return missing.map((sentence) =>
      isCommon(sentence) || sentence.includes(name)
        ? sentence
        : `${subject}${language === 'zh' ? '：' : ': '}${sentence}`,
    );
  });
}

function sourceLines(text: string, outcomes: readonly ToolOutcome[], language: Language): string[] {
  const sources = new Map(
    outcomes.flatMap(({ report }) => (report.ok ? report.findings.sources : [])).map((source) => [source.id, source]),
  );
  return [...sources.values()]
    .filter(({ id }) => text.includes(`[${id}]`))
    .sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)))
    .map((source) => sourceLine(source, language));
}

function sourceLine({ id, title, publisher, period, as_of, url, confidence }: Source, language: Language): string {
  const date = as_of === undefined ? [] : [language === 'zh' ? `截至 ${as_of}` : `as of ${as_of}`];
  const parts = [
    plain(publisher),
    ...(period === undefined ? [] : [period]),
    ...date,
    say(CONFIDENCE[confidence], language),
  ];
  return language === 'zh'
    ? `${cite(id)} ${plain(title)}（${parts.join('，')}）：<${url}>`
    : `${cite(id)} ${plain(title)} (${parts.join(', ')}): <${url}>`;
}
