import { type Language, say, type Text } from '../../../../../common/i18n/language.js';
import { ATTACHMENT_PROBLEMS } from '../../../attachments/attachment.js';
import { type AttachmentBlock } from '../../attachments/attachment-block.js';
import { reportFindings } from '../../adapters/tool-report.js';
import { type Conversation, type ToolOutcome } from '../conversation.js';
import { compose, type Draft } from '../writing/answer.js';
import { blocks, cite, plain, section } from '../writing/markdown.js';
import { draftAnswer } from '../writing/writer.js';
import { type FileQuestion } from './file-question.js';
import { relevantLines } from './relevant-lines.js';
import { describeTable } from './table.writer.js';
import { tablesIn } from '../../attachments/file-table.js';

const EXTRACT = 600;

const WORDS = {
  heading: { en: 'Attached file: {name}', zh: '附件：{name}' },
  unread: { en: '**The attached file could not be read.**', zh: '**附件无法读取。**' },
  text: { en: '**{name}** is a text of {count} characters {cite}.', zh: '**{name}**：文本，共 {count} 个字符{cite}。' },
  longText: {
    en: '**{name}** is a text, of which the first {count} characters were read {cite}.',
    zh: '**{name}**：文本，已读取前 {count} 个字符{cite}。',
  },
  found: { en: 'What it says on the question', zh: '与问题相关的内容' },
  beginning: { en: 'Its beginning', zh: '开头部分' },
  cut: {
    en: '{name} has more than could be read: the figures are of its beginning only.',
    zh: '{name} 内容过长，仅读取了开头部分，以上数字只针对该部分。',
  },
} as const satisfies Record<string, Text>;

const NEXT: Readonly<Record<Language, readonly string[]>> = {
  en: [
    'What are the HS codes of the products in the attached file?',
    'What are the qualifications of the companies in the attached file?',
  ],
  zh: ['附件中产品的 HS 编码是什么？', '附件中公司的资质怎么样？'],
};

/** The answer to a question with files: what they say, after what was looked up where something was. */
export function writeFileAnswer(asked: FileQuestion, conversation: Conversation, language: Language): string {
  const { question, files, filesAlone } = asked;
  const text = conversation.questions.at(-1) ?? '';
  const looked: Draft = filesAlone
    ? { body: '', next: NEXT[language] }
    : draftAnswer(question, conversation.outcomes, language);
  const read = files.filter(({ problem }) => problem === undefined);
  const shown = read.map((file) => {
    const description = describe(file, text, language);
    return filesAlone ? description : section(say(WORDS.heading, language, { name: plain(file.name) }), description);
  });
  const body = blocks(looked.body, read.length === 0 ? say(WORDS.unread, language) : undefined, ...shown);
  const notes = [...(looked.notes ?? []), ...files.flatMap((file) => noteOf(file, language))];
  return compose({ body, notes, next: looked.next }, [...conversation.outcomes, ...files.flatMap(asOutcome)], language);
}

function describe(file: AttachmentBlock, question: string, language: Language): string {
  const tables = tablesIn(file);
  const found = relevantLines(file, question);
  if (tables.length > 0) {
    return blocks(...tables.map((table) => describeTable(file, table, found, language)));
  }
  const words = { name: plain(file.name), count: file.text.length, cite: citeOf(file) };
  return blocks(
    say(file.truncated ? WORDS.longText : WORDS.text, language, words),
    quoted(say(found.length > 0 ? WORDS.found : WORDS.beginning, language), found.length > 0 ? found : [file.text]),
  );
}

/** Quoted, so that nobody takes the words of a file for ours. */
function quoted(title: string, lines: readonly string[]): string {
  return blocks(
    `${title}:`.replace(/([\u4e00-\u9fff]):$/, '$1：'),
    lines.map((line) => `> ${plain(line, EXTRACT)}`).join('\n>\n'),
  );
}

function noteOf({ name, problem, truncated }: AttachmentBlock, language: Language): string[] {
  const params = { name: plain(name) };
  if (problem !== undefined) return [say(ATTACHMENT_PROBLEMS[problem], language, params)];
  return truncated ? [say(WORDS.cut, language, params)] : [];
}

/** A file among what tools found, so that its source is listed with theirs. */
function asOutcome({ source }: AttachmentBlock): ToolOutcome[] {
  if (source === undefined) return [];
  const nothing = { data: null, summary: '', coverage: '', missing: [], confidence: 'high' as const };
  return [{ tool: 'attached_file', args: {}, report: reportFindings({ ...nothing, sources: [source] }) }];
}

function citeOf({ source }: AttachmentBlock): string {
  return source === undefined ? '' : cite(source.id);
}
