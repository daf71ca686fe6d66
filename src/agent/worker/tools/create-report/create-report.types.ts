import { type ReportFormat } from './create-report.input.js';

/** One file of a report, kept among the files of the user. */
export interface ReportFile {
  readonly format: ReportFormat;
  readonly file_id: string;
  readonly name: string;
  readonly media_type: string;
  /** Bytes. */
  readonly size: number;
}

export interface CreateReportData {
  readonly title: string;
  readonly files: readonly ReportFile[];
  /** Headings of the sections, in their order. */
  readonly sections: readonly string[];
  /** The sources the report lists, in the order of their numbers there. */
  readonly source_ids: readonly string[];
}
