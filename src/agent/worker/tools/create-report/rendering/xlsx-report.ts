import writeExcelFile, { type CellObject, type SheetData } from 'write-excel-file/node';
import { type Language, say } from '../../../../../common/i18n/language.js';
import { type Source } from '../../../../../session/index.js';
import {
  type Cell,
  type ColumnKind,
  isFigures,
  type ReportDocument,
  type ReportTable,
} from '../content/report-document.js';
import { WORDS } from '../report.wording.js';
import { unitName } from './number-format.js';
import { SheetNames } from './sheet-names.js';
import { tableNote } from './source-lines.js';

const BRAND = '#0f4c5c';
const GREY = '#667085';
const TITLE = { fontWeight: 'bold', fontSize: 18, textColor: BRAND } as const;
const SUBTITLE = { fontWeight: 'bold', fontSize: 13, textColor: BRAND } as const;
const HEADING = { fontWeight: 'bold', textColor: '#ffffff', backgroundColor: BRAND, wrap: true } as const;
const FORMATS: Partial<Record<ColumnKind, string>> = { number: '#,##0.##', ratio: '0.0%', percent: '0.0' };
/** Widths of a column, in characters. */
const [NARROWEST, WIDEST] = [10, 48];

/** The report as a workbook: what it says, a sheet for each table with plain numbers, the sources. A text is a text, never a formula. */
export async function renderXlsx(report: ReportDocument): Promise<Buffer> {
  const { language, sections } = report;
  const names = new SheetNames();
  const sheets = [
    { sheet: names.take(say(WORDS.report, language)), ...textSheet(report) },
    ...sections.flatMap(({ table }) =>
      table ? [{ sheet: names.take(table.title), ...tableSheet(table, language) }] : [],
    ),
    { sheet: names.take(say(WORDS.sources, language)), ...sourceSheet(report) },
  ];
  return writeExcelFile(sheets, { fontFamily: 'Calibri', fontSize: 11 }).toBuffer();
}

function textSheet({ title, language, date, sections, notCovered }: ReportDocument) {
  const line = (value: string, style: Partial<CellObject> = {}) => [text(value, style)];
  const data: SheetData = [
    line(title, TITLE),
    line(say(WORDS.made, language, { date }), { textColor: GREY }),
    ...sections.flatMap(({ heading, text: blocks }) => [
      [],
      line(heading, SUBTITLE),
      ...blocks.map(({ kind, spans }) => line((kind === 'item' ? '• ' : '') + spans.map((span) => span.text).join(''))),
    ]),
    ...(notCovered.length === 0 ? [] : [[], line(say(WORDS.notCovered, language), SUBTITLE)]),
    ...notCovered.map((sentence) => line(`• ${sentence}`)),
    [],
    line(say(WORDS.disclaimer, language), { textColor: GREY, fontStyle: 'italic' }),
  ];
  return { data, columns: [{ width: 100 }], showGridLines: false };
}

function tableSheet(table: ReportTable, language: Language) {
  const headings = table.columns.map(({ name, kind, unit }) => {
    const said = kind === 'percent' ? '%' : isFigures({ kind }) ? unitName(unit, language) : '';
    return said === '' ? name : `${name} (${said})`;
  });
  const note = tableNote(table, language);
  const data: SheetData = [
    headings.map((heading, index) =>
      text(heading, { ...HEADING, align: isFigures(table.columns[index]!) ? 'right' : 'left' }),
    ),
    ...table.rows.map((row) => row.map((cell, index) => valueCell(cell, table.columns[index]!.kind))),
    ...(note === '' ? [] : [[], [text(note, { textColor: GREY, wrap: false })]]),
  ];
  return { data, columns: widths([headings, ...table.rows]), stickyRowsCount: 1 };
}

function sourceSheet({ sources, language }: ReportDocument) {
  const fields: readonly [heading: keyof typeof WORDS, value: (source: Source) => string][] = [
    ['title', ({ title }) => title],
    ['publisher', ({ publisher }) => publisher],
    ['period', ({ period }) => period ?? ''],
    ['asOf', ({ as_of }) => as_of ?? ''],
    ['read', ({ retrieved_at }) => retrieved_at.slice(0, 10)],
    ['confidence', ({ confidence }) => say(WORDS[confidence], language)],
    ['terms', ({ licence }) => licence ?? ''],
    ['link', ({ url }) => url],
  ];
  const headings = ['#', ...fields.map(([heading]) => say(WORDS[heading], language))];
  const rows = sources.map((source, index) => [`[${index + 1}]`, ...fields.map(([, value]) => value(source))]);
  const data: SheetData = [
    headings.map((heading) => text(heading, HEADING)),
    ...rows.map((row) => row.map((value) => text(value))),
  ];
  return { data, columns: widths([headings, ...rows]), stickyRowsCount: 1 };
}

function text(value: string, style: Partial<CellObject> = {}): CellObject {
  return { value, type: String, wrap: true, alignVertical: 'top', ...style } as CellObject;
}

function valueCell(cell: Cell, kind: ColumnKind): CellObject | null {
  if (cell === null) return null;
  if (typeof cell === 'string') return text(cell);
  return { value: cell, type: Number, format: FORMATS[kind] ?? '0', align: 'right', alignVertical: 'top' };
}

/** As wide as the widest cell; a Chinese character takes two. */
function widths(rows: readonly (readonly Cell[])[]) {
  const width = (cell: Cell | undefined) =>
    Array.from(String(cell ?? '')).reduce((sum, character) => sum + (character > '\u2e80' ? 2 : 1), 0);
  return (rows[0] ?? []).map((_, index) => {
    const widest = Math.max(...rows.map((row) => width(row[index])));
    return { width: Math.min(WIDEST, Math.max(NARROWEST, widest + 4)) };
  });
}
