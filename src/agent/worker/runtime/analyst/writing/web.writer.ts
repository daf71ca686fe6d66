import { type Language, say } from '../../../../../common/i18n/language.js';
import { type ReadPageData } from '../../../tools/read-page/read-page.types.js';
import { type SearchWebData } from '../../../tools/search-web/search-web.types.js';
import { type ToolOutcome } from '../conversation.js';
import { candidatesFor } from '../planning/classify.plan.js';
import { findingsOf, TOOL } from '../planning/tool-request.js';
import { type Question } from '../understanding/question.js';
import { type Draft } from './answer.js';
import { blocks, bullets, cite, plain, section } from './markdown.js';
import { matterNotes } from './notes.js';
import { HEADINGS } from './phrases.js';

const MOST_RESULTS = 6;
const MOST_LINES = 8;
const LONGEST_LINE = 240;

/** What the web says: titles and what the engine quotes, in the words of the pages. */
export function writeSearch(question: Question, outcomes: readonly ToolOutcome[], language: Language): Draft {
  const notes = matterNotes(question, language);
  const [first, ...others] = notes;
  const codes = question.products.flatMap(({ words }) => {
    const [best] = candidatesFor(words, outcomes);
    if (!best) return [];
    return language === 'zh'
      ? `“${plain(words, 60)}”的 HS 编码：**${best.hs_code}**（${best.name}）${cite(best.source_id)}。`
      : `HS code of “${plain(words, 60)}”: **${best.hs_code}** (${best.name}) ${cite(best.source_id)}.`;
  });
  const body = blocks(
    first === undefined ? undefined : `**${first.replace(/[.。]$/, '')}**${language === 'zh' ? '。' : '.'}`,
    searchResults(outcomes, language),
    ...codes,
  );
  return { body, notes: others, next: nextQuestions(question, language) };
}

/** The pages a search found, as a list; what is said when it found none. */
export function searchResults(outcomes: readonly ToolOutcome[], language: Language): string | undefined {
  const searches = findingsOf<SearchWebData>(TOOL.search, outcomes).map(({ data }) => data);
  if (searches.length === 0) return undefined;
  const lines = searches
    .flatMap(({ results }) => results)
    .slice(0, MOST_RESULTS)
    .map(({ title, snippet, published, source_id }) => {
      const day =
        published === null ? '' : language === 'zh' ? `（${plain(published, 20)}）` : ` (${plain(published, 20)})`;
      return `**${plain(title, 120)}**${day}${language === 'zh' ? '：' : ': '}${plain(snippet, LONGEST_LINE)} ${cite(source_id)}`;
    });
  if (lines.length === 0) return language === 'zh' ? '**未找到相关网页。**' : '**No page was found on this.**';
  return section(say(HEADINGS.web, language), bullets(lines));
}

/** What a page says, in its own words: the built-in model does not retell texts. */
export function writePage(question: Question, outcomes: readonly ToolOutcome[], language: Language): Draft {
  const pages = findingsOf<ReadPageData>(TOOL.readPage, outcomes).map(({ data }) => data);
  const body = blocks(
    ...pages.map((page) =>
      blocks(
        language === 'zh'
          ? `已读取 **${plain(page.title, 120)}** ${cite(page.source_id)}。以下为网页原文摘录，是其作者的陈述，未经核实：`
          : `**${plain(page.title, 120)}** was read ${cite(page.source_id)}. Excerpts in the words of the page, which are its author’s and unchecked:`,
        quoted(page.text),
      ),
    ),
  );
  return { body, notes: matterNotes(question, language), next: [] };
}

/** The first sentences that say something, as quotations. */
function quoted(text: string): string {
  const lines = text.split('\n').filter((line) => line.length > 30);
  const shown = lines.length > 0 ? lines : text.split('\n').filter((line) => line.trim() !== '');
  return shown
    .slice(0, MOST_LINES)
    .map((line) => `> ${plain(line, LONGEST_LINE)}`)
    .join('\n>\n');
}

function nextQuestions({ products }: Question, language: Language): string[] {
  const known = products.find(({ hsCode }) => hsCode !== undefined);
  const product = known && plain(known.words, 40);
  if (product === undefined) return [];
  return language === 'zh'
    ? [`${product}的出口数据`, `${product}出口到美国的关税是多少？`, `${product}的供应商有哪些？`]
    : [`Exports of ${product}`, `Tariff on ${product} to the USA`, `Who supplies ${product}?`];
}
