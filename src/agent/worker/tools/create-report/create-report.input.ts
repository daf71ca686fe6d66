import { z } from 'zod';

/** Formats in which a report can be had. */
export const REPORT_FORMATS = ['pdf', 'xlsx', 'csv', 'markdown'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

const line = (most: number) => z.string().trim().min(1).max(most);
const sourceIds = z.array(z.string().trim().min(1).max(60)).max(40);

const column = z.object({
  name: line(60).describe('Heading, in the language of the report, without the unit.'),
  kind: z
    .enum(['text', 'number', 'ratio', 'percent', 'period', 'source'])
    .describe(
      'number: plain figures as the tool returned them, never scaled or rounded. ratio: a share or growth where 0.253 is shown as 25.3 %. percent: a rate where 25.3 is shown as 25.3 %. period: the year or the average a figure is of. source: source ids such as s1.',
    ),
  unit: z.string().trim().max(20).optional().describe('Of a number: USD, EUR, kg, units …'),
});

const table = z.object({
  title: line(120).optional(),
  columns: z.array(column).min(1).max(10),
  rows: z
    .array(z.array(z.string().max(400)).max(10))
    .min(1)
    .max(400)
    .describe('Cells in the order of the columns, as text; an empty string where nothing is held.'),
  period: z
    .string()
    .trim()
    .max(60)
    .optional()
    .describe('What all figures of the table are of, e.g. "2024" or "2022–2023 average"; or give a period column.'),
  source_ids: sourceIds.optional().describe('Sources of the whole table, e.g. ["s1"]; or give a source column.'),
});

const chart = z.object({
  kind: z.enum(['bar', 'column', 'line']).describe('bar: a ranking. column: a few periods. line: a trend over years.'),
  title: line(120),
  label: line(60).describe('Name of the column of this section’s table that names each bar or point.'),
  values: z.array(line(60)).min(1).max(5).describe('Names of its columns that are drawn; all of one unit.'),
});

const section = z.object({
  heading: line(120),
  text: z
    .string()
    .trim()
    .max(6_000)
    .optional()
    .describe(
      'Paragraphs, lists of lines that begin with "- ", **bold**. Each figure with its period and its source as [s1].',
    ),
  table: table.optional(),
  chart: chart.optional().describe('Drawn from the table of this section, in the PDF.'),
});

export const createReportInput = z.object({
  title: line(120),
  formats: z
    .array(z.enum(REPORT_FORMATS))
    .min(1)
    .max(REPORT_FORMATS.length)
    .default(['pdf'])
    .describe('pdf unless the user names another: Excel is xlsx.'),
  language: z.enum(['zh', 'en']).optional().describe('Of the report; by default that of the question.'),
  sections: z
    .array(section)
    .min(1)
    .max(12)
    .describe('What matters most comes first. Only what tools of this conversation returned.'),
  not_covered: z
    .array(line(500))
    .max(30)
    .default([])
    .describe('Everything that "missing" of the tool results says about what the report is about.'),
});
