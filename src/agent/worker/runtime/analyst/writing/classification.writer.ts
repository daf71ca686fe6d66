import { type Language, say } from '../../../../../common/i18n/language.js';
import { type HsCandidate } from '../../../tools/classify-hs-code/classify-hs-code.types.js';
import { type ToolOutcome } from '../conversation.js';
import { candidatesFor } from '../planning/classify.plan.js';
import { type Question } from '../understanding/question.js';
import { type Draft } from './answer.js';
import { blocks, bullets, cite, plain, section, table } from './markdown.js';
import { matterNotes } from './notes.js';
import { percent } from './numbers.js';
import { COLUMNS, HEADINGS } from './phrases.js';

/** HS codes: the best candidate, where it stands in the nomenclature, and the others. */
export function writeClassification(question: Question, outcomes: readonly ToolOutcome[], language: Language): Draft {
  // Somebody who asks for a tariff gets the code; that the tariff itself is not held comes first.
  const notHeld = matterNotes(question, language).map((note) => `**${note.replace(/[.。]$/, '')}**`);
  const parts = question.products.map(({ words }) => part(words, candidatesFor(words, outcomes), language));
  const [asked] = question.products;
  const [best] = asked ? candidatesFor(asked.words, outcomes) : [];
  const name = plain((asked && isCode(asked.words) ? best?.name : asked?.words) ?? '', 60);
  const next = !best
    ? []
    : language === 'zh'
      ? [`中国${name}出口到美国多少？`, `${name}的主要出口市场有哪些？`, `${name}的供应商有哪些？`]
      : [`China's exports of ${name} to the USA`, `Main markets for Chinese ${name}`, `Who supplies ${name}?`];
  return { body: blocks(...notHeld, ...parts), next };
}

export function candidateTable(candidates: readonly HsCandidate[], language: Language): string | undefined {
  const columns = [COLUMNS.code, COLUMNS.name, COLUMNS.content, COLUMNS.score, COLUMNS.why, COLUMNS.source].map(
    (column) => say(column, language),
  );
  return table(
    columns,
    candidates.map(({ hs_code, name, description, score, why, source_id }) => [
      hs_code,
      name === description ? '' : name,
      plain(description, 120),
      percent(score),
      plain(why.join(language === 'zh' ? '；' : '; '), 120),
      cite(source_id),
    ]),
  );
}

function part(words: string, candidates: readonly HsCandidate[], language: Language): string {
  const [best] = candidates;
  const name = plain(words, 80);
  if (!best)
    return language === 'zh' ? `**未找到“${name}”对应的 HS 编码。**` : `**No HS code was found for “${name}”.**`;
  if (isCode(words)) {
    const title = language === 'zh' ? `HS **${best.hs_code}**：${best.name}` : `HS **${best.hs_code}**: ${best.name}`;
    const inside =
      best.hs_code === words
        ? ''
        : language === 'zh'
          ? `（${name} 未单独收录，见上级）`
          : ` (${name} itself is not held; this is the heading it stands in)`;
    const others =
      candidates.length > 1
        ? section(say(HEADINGS.candidates, language), candidateTable(candidates, language))
        : undefined;
    return blocks(`${title}${inside} ${cite(best.source_id)}`, place(best, language), others);
  }
  const headline =
    language === 'zh'
      ? `“${name}”最可能的 HS 编码是 **${best.hs_code}**（${best.name}）${cite(best.source_id)}。`
      : `The most likely HS code of “${name}” is **${best.hs_code}** (${best.name}) ${cite(best.source_id)}.`;
  return blocks(
    headline,
    place(best, language),
    section(say(HEADINGS.candidates, language), candidateTable(candidates, language)),
  );
}

function isCode(words: string): boolean {
  return /^\d+$/.test(words);
}

function place({ section: division, chapter, heading, hs_code, description }: HsCandidate, language: Language): string {
  const [inSection, inChapter, inHeading] =
    language === 'zh' ? ['类', '章', '品目'] : ['Section', 'Chapter', 'Heading'];
  const colon = language === 'zh' ? '：' : ': ';
  return bullets([
    `${inSection} ${division.code}${colon}${plain(division.description, 160)}`,
    `${inChapter} ${chapter.code}${colon}${plain(chapter.description, 160)}`,
    ...(heading && heading.code !== hs_code
      ? [`${inHeading} ${heading.code}${colon}${plain(heading.description, 160)}`]
      : []),
    `${hs_code}${colon}${plain(description, 200)}`,
  ]);
}
