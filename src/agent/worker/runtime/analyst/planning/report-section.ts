import { type Language, say, type Text } from '../../../../../common/i18n/language.js';

/** A section of a report with its table, as the tool `create_report` takes it: cells are text, figures as the tools returned them. */
export interface ReportSection {
  readonly heading: string;
  readonly table: {
    readonly columns: readonly { readonly name: string; readonly kind: string; readonly unit?: string }[];
    readonly rows: readonly (readonly string[])[];
  };
  readonly chart?: {
    readonly kind: 'bar';
    readonly title: string;
    readonly label: string;
    readonly values: readonly string[];
  };
}

interface Column {
  readonly name: Text;
  readonly kind: 'text' | 'number' | 'ratio' | 'period' | 'source';
  readonly unit?: string;
}

const COLUMNS = {
  period: { name: { en: 'Period', zh: '期间' }, kind: 'period' },
  hs: { name: { en: 'HS code', zh: 'HS 编码' }, kind: 'text' },
  value: { name: { en: 'Value', zh: '金额' }, kind: 'number', unit: 'USD' },
  quantity: { name: { en: 'Quantity', zh: '数量' }, kind: 'number' },
  unit: { name: { en: 'Unit', zh: '单位' }, kind: 'text' },
  share: { name: { en: 'Share', zh: '占比' }, kind: 'ratio' },
  country: { name: { en: 'Country', zh: '国家/地区' }, kind: 'text' },
  kind: { name: { en: 'Kind', zh: '种类' }, kind: 'text' },
  line: { name: { en: 'Tariff line', zh: '税则号' }, kind: 'text' },
  rate: { name: { en: 'Rate', zh: '税率' }, kind: 'text' },
  edition: { name: { en: 'Edition', zh: '版本' }, kind: 'period' },
  company: { name: { en: 'Company', zh: '企业' }, kind: 'text' },
  item: { name: { en: 'Item', zh: '项目' }, kind: 'text' },
  content: { name: { en: 'Content', zh: '内容' }, kind: 'text' },
  date: { name: { en: 'As of', zh: '时间' }, kind: 'text' },
  source: { name: { en: 'Source', zh: '来源' }, kind: 'source' },
} as const satisfies Record<string, Column>;

type ColumnName = keyof typeof COLUMNS;
type Cell = string | number | null;

const LONGEST_CELL = 400;
const MOST_ROWS = 400;
/** Bars a reader takes in. */
const MOST_BARS = 20;

/**
 * A section with a table; columns that are empty in every row are left out.
 * @param charted the column whose entries the values are drawn for, as bars
 */
export function sectionOf(
  heading: string,
  language: Language,
  names: readonly ColumnName[],
  cells: readonly (readonly Cell[])[],
  charted?: ColumnName,
): ReportSection {
  const shown = names.map((_, at) => at).filter((at) => cells.some((row) => (row[at] ?? '') !== ''));
  const title = (name: ColumnName) => say(COLUMNS[name].name, language);
  const columns = shown.flatMap((at) => {
    const name = names[at];
    if (name === undefined) return [];
    const column: Column = COLUMNS[name];
    return [{ name: title(name), kind: column.kind, ...(column.unit !== undefined && { unit: column.unit }) }];
  });
  const rows = cells.slice(0, MOST_ROWS).map((row) => shown.map((at) => String(row[at] ?? '').slice(0, LONGEST_CELL)));
  const drawable = charted !== undefined && rows.length > 1 && rows.length <= MOST_BARS;
  return {
    heading: heading.slice(0, 120),
    table: { columns, rows },
    ...(drawable && {
      chart: { kind: 'bar', title: heading.slice(0, 120), label: title(charted), values: [title('value')] },
    }),
  };
}
