import { type AttachmentBlock } from './attachment-block.js';

/** A table of a file: a CSV has one, a spreadsheet one a sheet. */
export interface FileTable {
  /** The sheet's name; empty for a CSV. */
  readonly sheet: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What a column of numbers comes to. */
export interface ColumnFigures {
  readonly column: string;
  readonly count: number;
  readonly sum: number;
  readonly least: number;
  readonly most: number;
}

const SPREADSHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const TABLES = new Set(['text/csv', 'text/tab-separated-values', SPREADSHEET]);
const NUMBER =
  /^[-+−(]?\s*(?:US\$|[$¥￥€£])?\s*(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\s*(?:%|元|美元|USD|CNY|RMB|EUR)?\)?$/i;
/** Numbers that are names: nobody wants their sum. */
const NAMES =
  /年份|年度|月份|日期|时间|编码|编号|代码|税号|序号|电话|邮编|\bhs\b|year|month|date|code|\bid\b|\bno\.?$|number|phone|zip|rank/i;

/** The tables of a file, as `FileReader` writes them; none for other files. */
export function tablesIn({ mediaType, text }: Pick<AttachmentBlock, 'mediaType' | 'text'>): FileTable[] {
  if (!TABLES.has(mediaType)) return [];
  if (mediaType !== SPREADSHEET) return tableOf('', text) ?? [];
  return text
    .split(/(?:^|\n\n)(?=# )/)
    .flatMap((part) => tableOf(/^# (.*)/.exec(part)?.[1] ?? '', part.replace(/^# .*\n?/, '')) ?? []);
}

/** The columns that hold amounts: what is added up of them. */
export function figuresOf({ columns, rows }: FileTable): ColumnFigures[] {
  return columns.flatMap((column, index) => {
    if (NAMES.test(column)) return [];
    const cells = rows.map((row) => row[index] ?? '').filter((cell) => cell !== '');
    const numbers = cells.map(numberIn).filter((value) => value !== undefined);
    if (numbers.length === 0 || numbers.length < cells.length * 0.8 || numbers.every(isYear)) return [];
    const sum = Number(numbers.reduce((total, value) => total + value, 0).toPrecision(12));
    return [{ column, count: numbers.length, sum, least: Math.min(...numbers), most: Math.max(...numbers) }];
  });
}

function tableOf(sheet: string, text: string): FileTable[] | undefined {
  const [columns, ...rows] = text
    .split('\n')
    .map((line) => line.split('\t'))
    .filter((cells) => cells.some((cell) => cell !== ''));
  if (columns === undefined) return undefined;
  // A table may begin with its first row.
  if (columns.some((cell) => numberIn(cell) !== undefined && !isYear(Number(cell)))) {
    return [
      { sheet, columns: columns.map((_, index) => String.fromCharCode(65 + (index % 26))), rows: [columns, ...rows] },
    ];
  }
  return [{ sheet, columns, rows }];
}

/** The number a cell holds, if it holds one: without its thousands, currency or percent sign. */
export function numberIn(cell: string): number | undefined {
  if (!NUMBER.test(cell)) return undefined;
  const value = Number(cell.replace(/[^\d.]/g, ''));
  return /^[-−(]/.test(cell) ? -value : value;
}

function isYear(value: number): boolean {
  return Number.isInteger(value) && value >= 1900 && value <= 2100;
}
