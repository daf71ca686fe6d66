import { say } from '../../../../../common/i18n/language.js';
import { isFigures, type ReportDocument, type ReportSection, type TextBlock } from '../content/report-document.js';
import { WORDS } from '../report.wording.js';
import { writeTable } from './number-format.js';
import { sourceLine, tableNote } from './source-lines.js';

/** The report as GitHub-flavoured Markdown, UTF-8. */
export function renderMarkdown(report: ReportDocument): Buffer {
  const { title, language, date, sections, sources, notCovered } = report;
  const list = (lines: readonly string[]) => lines.map((line) => `- ${plain(line)}`).join('\n');
  const parts = [
    `# ${plain(title)}`,
    say(WORDS.made, language, { date }),
    ...sections.flatMap((section) => sectionParts(section, report)),
    ...(notCovered.length === 0 ? [] : [`## ${say(WORDS.notCovered, language)}`, list(notCovered)]),
    `## ${say(WORDS.sources, language)}`,
    sources.map((source, index) => `${index + 1}. ${plain(sourceLine(source, language))} <${source.url}>`).join('\n'),
    `_${say(WORDS.disclaimer, language)}_`,
  ];
  return Buffer.from(`${parts.filter((part) => part !== '').join('\n\n')}\n`);
}

function sectionParts({ heading, text, table }: ReportSection, { language }: ReportDocument): string[] {
  const beginning = [`## ${plain(heading)}`, blocksText(text)];
  if (!table) return beginning;
  const { headings, rows } = writeTable(table, language);
  const rule = table.columns.map((column) => (isFigures(column) ? '--:' : '---'));
  const lines = [headings.map(plain), rule, ...rows.map((row) => row.map(plain))];
  return [
    ...beginning,
    ...(table.title === heading ? [] : [`**${plain(table.title)}**`]),
    lines.map((line) => `| ${line.join(' | ')} |`).join('\n'),
    tableNote(table, language),
  ];
}

function blocksText(blocks: readonly TextBlock[]): string {
  return blocks.reduce((text, { kind, spans }, index) => {
    const line = spans.map((span) => (span.bold ? `**${plain(span.text)}**` : plain(span.text))).join('');
    const tight = kind === 'item' && blocks[index - 1]?.kind === 'item';
    return `${text}${index === 0 ? '' : tight ? '\n' : '\n\n'}${kind === 'item' ? '- ' : ''}${line}`;
  }, '');
}

/** Text that stays text: no HTML, no marks of Markdown but ours. */
function plain(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_<>|]/g, '\\$&');
}
