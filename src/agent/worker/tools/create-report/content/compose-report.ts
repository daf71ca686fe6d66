import { type z } from 'zod';
import { AppError } from '../../../../../common/errors/app-error.js';
import { type Language, say } from '../../../../../common/i18n/language.js';
import { type ToolFindings } from '../../tool.js';
import { type createReportInput } from '../create-report.input.js';
import { ReportErrors } from '../report.errors.js';
import { PROBLEMS, WORDS } from '../report.wording.js';
import { KnownFigures } from './known-figures.js';
import { isFigures, type ReportChart, type ReportDocument, type ReportTable } from './report-document.js';
import { tableOf } from './report-table.js';
import { textBlocks } from './report-text.js';
import { SourceNumbers } from './source-numbers.js';

type Draft = z.output<typeof createReportInput>;

/** Cells of all tables together: a page of a report for a reader, not a data dump. */
const MOST_CELLS = 6_000;

/**
 * Makes the document out of what the model wrote: every source it names is one a tool gave, every figure in a table is one a tool
 * returned. A number of a text that no tool returned is named among what is not covered.
 * @throws AppError REPORT_…
 */
export function composeReport(
  draft: Draft,
  findings: readonly ToolFindings[],
  { language, date }: { readonly language: Language; readonly date: string },
): ReportDocument {
  const cells = draft.sections.reduce(
    (sum, { table }) => sum + (table ? table.rows.length * table.columns.length : 0),
    0,
  );
  if (cells > MOST_CELLS) throw new AppError(ReportErrors.REPORT_TOO_LARGE, { params: { most: MOST_CELLS } });
  const numbers = new SourceNumbers(findings.flatMap(({ sources }) => sources));
  const figures = new KnownFigures(findings);
  const sections = draft.sections.map(({ heading, text = '', table, chart }) => {
    const blocks = textBlocks(numbers.cite(text));
    const rows = table ? tableOf(table, heading, { numbers, figures, language }) : null;
    return { heading, text: blocks, table: rows, chart: chart ? chartOf(chart, rows, language) : null };
  });
  const unverified = unverifiedNumbers(draft, figures, language);
  return {
    title: draft.title,
    language,
    date,
    sections,
    sources: numbers.list(),
    notCovered: [...draft.not_covered.map((sentence) => numbers.cite(sentence)), ...unverified],
    unverified,
  };
}

/** Words are written by a model: a number in them that no tool returned is not taken out, but named. */
function unverifiedNumbers(draft: Draft, figures: KnownFigures, language: Language): string[] {
  const unknown = [...new Set(draft.sections.flatMap(({ text = '' }) => figures.unknownIn(text)))];
  if (unknown.length === 0) return [];
  return [say(WORDS.unverified, language, { figures: unknown.join(language === 'zh' ? '、' : ', ') })];
}

type ChartDraft = NonNullable<Draft['sections'][number]['chart']>;

function chartOf(
  { kind, title, label, values }: ChartDraft,
  table: ReportTable | null,
  language: Language,
): ReportChart {
  const invalid = (problem: keyof typeof PROBLEMS) =>
    new AppError(ReportErrors.REPORT_TABLE_INVALID, {
      params: { table: title, problem: say(PROBLEMS[problem], language) },
    });
  if (!table) throw invalid('chartWithoutTable');
  const at = (name: string) => table.columns.findIndex((column) => column.name === name);
  const drawn = values.map((name) => ({ index: at(name), column: table.columns[at(name)] }));
  const [first] = drawn;
  if (at(label) < 0 || !first?.column || drawn.some(({ column }) => !column || !isFigures(column)))
    throw invalid('chartColumns');
  const measure = { kind: first.column.kind, unit: first.column.unit };
  if (drawn.some(({ column }) => column?.kind !== measure.kind || column.unit !== measure.unit))
    throw invalid('chartUnits');
  return {
    kind,
    title,
    labels: table.rows.map((row) => String(row[at(label)] ?? '')),
    series: drawn.map(({ index, column }) => ({
      name: column!.name,
      values: table.rows.map((row) => (typeof row[index] === 'number' ? row[index] : null)),
    })),
    measure,
  };
}
