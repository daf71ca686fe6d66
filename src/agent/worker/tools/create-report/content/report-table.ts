import { type z } from 'zod';
import { AppError } from '../../../../../common/errors/app-error.js';
import { type Language, say } from '../../../../../common/i18n/language.js';
import { type createReportInput } from '../create-report.input.js';
import { ReportErrors } from '../report.errors.js';
import { PROBLEMS } from '../report.wording.js';
import { type KnownFigures } from './known-figures.js';
import { type Cell, isFigures, type ReportColumn, type ReportTable } from './report-document.js';
import { type SourceNumbers } from './source-numbers.js';

type TableDraft = NonNullable<z.output<typeof createReportInput>['sections'][number]['table']>;

/** What a table is checked against. */
interface Evidence {
  readonly numbers: SourceNumbers;
  readonly figures: KnownFigures;
  readonly language: Language;
}

/** So many unknown figures are named to the model. */
const NAMED = 10;

/**
 * A table with its cells read: figures have a period, a source and a tool that returned them.
 * @throws AppError REPORT_TABLE_INVALID, REPORT_FIGURE_UNKNOWN, REPORT_SOURCE_UNKNOWN
 */
export function tableOf(draft: TableDraft, heading: string, { numbers, figures, language }: Evidence): ReportTable {
  const title = draft.title ?? heading;
  const invalid = (problem: keyof typeof PROBLEMS) =>
    new AppError(ReportErrors.REPORT_TABLE_INVALID, {
      params: { table: title, problem: say(PROBLEMS[problem], language) },
    });
  const columns = draft.columns.map(({ name, kind, unit }): ReportColumn => ({ name, kind, unit: unit || null }));
  if (draft.rows.some((row) => row.length > columns.length)) throw invalid('rowTooLong');
  const has = (kind: ReportColumn['kind']) => columns.some((column) => column.kind === kind);
  if (columns.some(isFigures)) {
    if (!draft.period && !has('period')) throw invalid('noPeriod');
    if (!draft.source_ids?.length && !has('source')) throw invalid('noSource');
  }
  const unknown = new Set<string>();
  const rows = draft.rows.map((row) =>
    columns.map((column, index): Cell => {
      const text = row[index]?.trim() ?? '';
      if (text === '') return null;
      if (column.kind === 'source') return numbers.cell(text);
      if (!isFigures(column)) return text;
      const figure = figureOf(text, column.kind);
      // Words such as "not held" may stand for a figure; digits that are no plain number may not.
      if (figure === undefined ? /\d/.test(text) : !figures.has(text, column.kind)) unknown.add(text);
      return figure ?? text;
    }),
  );
  if (unknown.size > 0) {
    const named = [...unknown].slice(0, NAMED).join(language === 'zh' ? '、' : '; ');
    throw new AppError(ReportErrors.REPORT_FIGURE_UNKNOWN, { params: { table: title, figures: named } });
  }
  return {
    title,
    columns,
    rows,
    period: draft.period || null,
    sources: (draft.source_ids ?? []).map((id) => numbers.of(id)),
  };
}

/** A plain number, with or without thousands separators; `25 %` in a column of ratios is 0.25. Undefined for anything else. */
function figureOf(text: string, kind: ReportColumn['kind']): number | undefined {
  const match = /^([-−+]?)([\d,\s]*\d(?:\.\d+)?)\s*([%％]?)$/.exec(text);
  if (!match) return undefined;
  const [, sign, digits = '', mark] = match;
  const value = Number(digits.replace(/[,\s]/g, '')) * (sign === '-' || sign === '−' ? -1 : 1);
  return mark !== '' && kind === 'ratio' ? value / 100 : value;
}
