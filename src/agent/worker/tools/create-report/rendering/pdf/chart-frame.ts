import { type ReportChart } from '../../content/report-document.js';
import { type FigureStyle } from '../number-format.js';
import { type PdfSheet } from './pdf-sheet.js';

/** What a drawing needs to know; `x` and `y` are the upper left corner of the place for it. */
export interface ChartFrame {
  readonly sheet: PdfSheet;
  readonly chart: ReportChart;
  readonly y: number;
  readonly height: number;
  readonly style: FigureStyle;
  /** From the least to the largest value, zero among them, rounded to what an axis shows. */
  readonly domain: readonly [from: number, to: number];
  readonly ticks: readonly number[];
}
