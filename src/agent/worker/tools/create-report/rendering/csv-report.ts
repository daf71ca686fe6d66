import { stringify } from 'csv-stringify/sync';
import { say } from '../../../../../common/i18n/language.js';
import { type Cell, isFigures, type ReportDocument, type ReportTable } from '../content/report-document.js';
import { WORDS } from '../report.wording.js';
import { unitName } from './number-format.js';

/** How a formula may begin in Excel, LibreOffice or Numbers, full-width forms among it. */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/;

/**
 * One table as CSV that stands alone: plain numbers with their unit in the heading, and each row with its period, its source and where
 * that is read. It begins with a byte order mark, without which Excel takes UTF-8 for something else.
 */
export function renderCsv(table: ReportTable, { language, sources }: ReportDocument): Buffer {
  const ownPeriod = table.period === null ? [] : [table.period];
  // Numbers of sources mean something in a report only; here the sources themselves stand in each row.
  const kept = table.columns.map(({ kind }) => kind !== 'source');
  const headings = [
    ...table.columns
      .filter((_, index) => kept[index])
      .map((column) => {
        const unit = column.kind === 'percent' ? '%' : unitName(column.unit, language);
        return isFigures(column) && unit !== '' ? `${column.name} (${unit})` : column.name;
      }),
    ...ownPeriod.map(() => say(WORDS.period, language)),
    say(WORDS.source, language),
    say(WORDS.link, language),
  ];
  const rows = table.rows.map((row) => {
    const cited = [...table.sources, ...numbersIn(row, table)].flatMap((number) => sources[number - 1] ?? []);
    const titles = cited.map(({ title }) => title).join(' | ');
    return [...row.filter((_, index) => kept[index]), ...ownPeriod, titles, cited.map(({ url }) => url).join(' ')];
  });
  const cells = [headings, ...rows].map((row) => row.map(harmless));
  return Buffer.from(stringify(cells, { bom: true, record_delimiter: 'windows' }));
}

/** Numbers of the sources that a row names in a column of its own. */
function numbersIn(row: readonly Cell[], { columns }: ReportTable): number[] {
  return columns.flatMap(({ kind }, index) =>
    kind === 'source' ? [...String(row[index]).matchAll(/\[(\d+)\]/g)].map(([, number]) => Number(number)) : [],
  );
}

/** A text a spreadsheet would run as a formula begins with an apostrophe, as OWASP advises; a number stays one. */
function harmless(cell: Cell): Cell {
  return typeof cell === 'string' && FORMULA.test(cell) ? `'${cell}` : cell;
}
