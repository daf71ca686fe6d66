import { Worker } from 'node:worker_threads';
import { AppError } from '../../../../../common/errors/app-error.js';
import { SECOND } from '../../../../../common/clock.js';
import { type ReportDocument } from '../content/report-document.js';
import { type ReportFormat } from '../create-report.input.js';
import { ReportErrors } from '../report.errors.js';
import { renderCsv } from './csv-report.js';
import { renderMarkdown } from './markdown-report.js';

/** One file of a report. */
export interface RenderedFile {
  /** Without extension. */
  readonly name: string;
  readonly extension: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** Makes the files of one format; CSV is a file for each table. Stops when the signal is aborted. */
export type RenderReport = (
  report: ReportDocument,
  format: ReportFormat,
  signal: AbortSignal,
) => Promise<readonly RenderedFile[]>;

/** Formats that take a library, time and memory. */
export type HeavyFormat = 'pdf' | 'xlsx';

const TIME_LIMIT = 45 * SECOND;
const MEMORY_LIMIT_MB = 512;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Text at once; PDF and workbook in a thread that is ended when the run is, or when it takes too long or too much memory. */
export const renderReport: RenderReport = async (report, format, signal) => {
  signal.throwIfAborted();
  switch (format) {
    case 'markdown':
      return [{ name: report.title, extension: 'md', mediaType: 'text/markdown', bytes: renderMarkdown(report) }];
    case 'csv':
      return csvFiles(report);
    case 'pdf':
      return [
        {
          name: report.title,
          extension: 'pdf',
          mediaType: 'application/pdf',
          bytes: await inThread(report, format, signal),
        },
      ];
    case 'xlsx':
      return [
        { name: report.title, extension: 'xlsx', mediaType: XLSX, bytes: await inThread(report, format, signal) },
      ];
  }
};

function csvFiles(report: ReportDocument): RenderedFile[] {
  const tables = report.sections.flatMap(({ table }) => (table ? [table] : []));
  return tables.map((table) => ({
    name: tables.length === 1 ? report.title : `${report.title} - ${table.title}`,
    extension: 'csv',
    mediaType: 'text/csv',
    bytes: renderCsv(table, report),
  }));
}

async function inThread(report: ReportDocument, format: HeavyFormat, signal: AbortSignal): Promise<Uint8Array> {
  const thread = new Worker(new URL('./render-thread.js', import.meta.url), {
    workerData: { report, format },
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_LIMIT_MB },
  });
  const limit = AbortSignal.any([AbortSignal.timeout(TIME_LIMIT), signal]);
  try {
    return await new Promise<Uint8Array>((resolve, reject) => {
      thread.once('message', resolve);
      thread.once('error', reject);
      thread.once('exit', (code) => reject(new Error(`The rendering thread ended with ${code}.`)));
      limit.addEventListener('abort', () => reject(limit.reason as Error), { once: true });
    });
  } catch (cause) {
    signal.throwIfAborted();
    throw new AppError(ReportErrors.REPORT_NOT_RENDERED, { cause });
  } finally {
    await thread.terminate();
  }
}
