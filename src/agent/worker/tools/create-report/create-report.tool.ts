import { type Language, say, type Text } from '../../../../common/i18n/language.js';
import { timestamp } from '../../../../common/clock.js';
import { AppError } from '../../../../common/errors/app-error.js';
import { citedSources } from '../citations.js';
import { defineTool, type ToolContext, type ToolFindings } from '../tool.js';
import { composeReport } from './content/compose-report.js';
import { type ReportDocument } from './content/report-document.js';
import { createReportInput, type ReportFormat } from './create-report.input.js';
import { type CreateReportData, type ReportFile } from './create-report.types.js';
import { renderReport, type RenderReport } from './rendering/render-report.js';
import { ReportErrors } from './report.errors.js';
import { PROBLEMS } from './report.wording.js';

const TEXTS = {
  writing: { en: 'Writing {format}', zh: '正在生成 {format}' },
  summary: { en: 'Report "{title}": {names}', zh: '报告《{title}》：{names}' },
  coverage: {
    en: 'Every figure in the tables was returned by a tool of this conversation; the report lists its {count} sources with period, date and terms.',
    zh: '表格中的每个数字均来自本会话的工具结果；报告列出全部 {count} 个来源及其期间、日期和许可。',
  },
} satisfies Record<string, Text>;
const FORMAT_NAMES: Readonly<Record<ReportFormat, string>> = {
  pdf: 'PDF',
  xlsx: 'Excel',
  csv: 'CSV',
  markdown: 'Markdown',
};

/** A report of what was found, as files the user keeps. */
export function createReportTool(render: RenderReport = renderReport) {
  return defineTool({
    name: 'create_report',
    description:
      'Makes a report as a file to download: PDF with charts, Excel, CSV or Markdown. Call it when the user asks for a report, a file, a download or an export, and only after the other tools have returned what belongs into it, never in the same go. Every figure and source must come from tool results of this conversation; it refuses others. The file is shown to the user by itself: say in one sentence what it holds and do not invent a link.',
    activity: { en: 'Creating the report', zh: '正在生成报告' },
    input: createReportInput,
    version: 1,
    run: async (input, context): Promise<ToolFindings<CreateReportData>> => {
      const language = input.language ?? context.language;
      const report = composeReport(input, context.findings, { language, date: timestamp().slice(0, 10) });
      const formats = [...new Set(input.formats)];
      if (formats.includes('csv') && report.sections.every(({ table }) => !table))
        throw new AppError(ReportErrors.REPORT_TABLE_INVALID, {
          params: { table: report.title, problem: say(PROBLEMS.csvWithoutTable, context.language) },
        });
      const files = await makeFiles(report, formats, render, context);
      const data: CreateReportData = {
        title: report.title,
        files,
        sections: report.sections.map(({ heading }) => heading),
        source_ids: report.sources.map(({ id }) => id),
      };
      return {
        data,
        sources: citedSources(data, report.sources),
        summary: summaryOf(data, context.language),
        coverage: say(TEXTS.coverage, context.language, { count: report.sources.length }),
        missing: report.unverified,
        confidence: report.unverified.length === 0 ? 'high' : 'medium',
      };
    },
  });
}

/** One format after the other: each is a file the user has even if a later one fails for want of space. */
async function makeFiles(
  report: ReportDocument,
  formats: readonly ReportFormat[],
  render: RenderReport,
  { language, signal, progress, artifacts }: ToolContext,
): Promise<ReportFile[]> {
  const files: ReportFile[] = [];
  for (const [index, format] of formats.entries()) {
    progress(index / formats.length, say(TEXTS.writing, language, { format: FORMAT_NAMES[format] }));
    for (const { name, extension, mediaType, bytes } of await render(report, format, signal)) {
      const kept = await artifacts.save({ name: fileName(name, extension), mediaType, bytes });
      const { file_id, name: savedAs, media_type, size } = kept;
      files.push({ format, file_id, name: savedAs, media_type, size });
    }
  }
  return files;
}

/** As people name files; the store makes it safe for every system. */
function fileName(title: string, extension: string): string {
  return `${title
    .replace(/[/\\:*?"<>|\s]+/g, ' ')
    .trim()
    .slice(0, 100)}.${extension}`;
}

function summaryOf({ title, files }: CreateReportData, language: Language): string {
  return say(TEXTS.summary, language, {
    title,
    names: files.map(({ name }) => name).join(language === 'zh' ? '、' : ', '),
  });
}
