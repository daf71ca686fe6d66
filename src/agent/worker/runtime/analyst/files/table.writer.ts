import { type Language, say, type Text } from '../../../../../common/i18n/language.js';
import { type AttachmentBlock } from '../../attachments/attachment-block.js';
import { blocks, cite, plain, table as markdownTable } from '../writing/markdown.js';
import { type FileTable, figuresOf } from '../../attachments/file-table.js';

const FIRST_ROWS = 5;
const MOST_COLUMNS = 12;

const WORDS = {
  overview: {
    en: '**{name}** has {rows} rows and {columns} columns ({titles}) {cite}.',
    zh: '**{name}**：共 {rows} 行数据、{columns} 列（{titles}）{cite}。',
  },
  firstRows: { en: 'First rows:', zh: '前几行：' },
  matching: { en: 'Rows on the question:', zh: '与问题相关的行：' },
  figures: { en: 'Figures of the columns:', zh: '各列汇总：' },
  column: { en: 'Column', zh: '列' },
  count: { en: 'Values', zh: '数值个数' },
  sum: { en: 'Sum', zh: '合计' },
  mean: { en: 'Mean', zh: '平均' },
  least: { en: 'Least', zh: '最小' },
  most: { en: 'Most', zh: '最大' },
} as const satisfies Record<string, Text>;

const NUMBERS = new Intl.NumberFormat('en-US', { maximumFractionDigits: 4 });

/** A table of a file: how large it is, what its columns come to, and some of its rows. @param found its lines that the question is about */
export function describeTable(
  file: AttachmentBlock,
  table: FileTable,
  found: readonly string[],
  language: Language,
): string {
  const { columns, rows } = table;
  const list = language === 'zh' ? '、' : ', ';
  const overview = say(WORDS.overview, language, {
    name: plain(table.sheet === '' ? file.name : `${file.name} / ${table.sheet}`),
    rows: NUMBERS.format(rows.length),
    columns: columns.length,
    titles: columns
      .slice(0, MOST_COLUMNS)
      .map((column) => plain(column, 40))
      .join(list),
    cite: file.source === undefined ? '' : cite(file.source.id),
  });
  const matching = rows.filter((row) => found.includes(row.join('\t')));
  const shown = matching.length > 0 ? matching : rows.slice(0, FIRST_ROWS);
  return blocks(
    overview,
    titled(say(WORDS.figures, language), figures(table, language)),
    titled(say(matching.length > 0 ? WORDS.matching : WORDS.firstRows, language), rowsOf(columns, shown)),
  );
}

function figures(table: FileTable, language: Language): string | undefined {
  const titles = [WORDS.column, WORDS.count, WORDS.sum, WORDS.mean, WORDS.least, WORDS.most];
  return markdownTable(
    titles.map((title) => say(title, language)),
    figuresOf(table).map(({ column, count, sum, least, most }) => [
      plain(column, 40),
      ...[count, sum, sum / count, least, most].map((value) => NUMBERS.format(value)),
    ]),
  );
}

function rowsOf(columns: readonly string[], rows: readonly (readonly string[])[]): string | undefined {
  const shown = columns.slice(0, MOST_COLUMNS);
  return markdownTable(
    shown.map((column) => plain(column, 40)),
    rows.map((row) => shown.map((_, index) => plain(row[index] ?? '', 80))),
  );
}

function titled(title: string, block: string | undefined): string | undefined {
  return block === undefined ? undefined : blocks(title, block);
}
