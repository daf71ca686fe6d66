import { scaleLinear } from 'd3-scale';
import { type Language } from '../../../../../../common/i18n/language.js';
import { type ReportChart } from '../../content/report-document.js';
import { type FigureStyle, figureStyle } from '../number-format.js';
import { drawBars } from './pdf-bars.js';
import { drawPlot } from './pdf-plot.js';
import { INK, type PdfSheet } from './pdf-sheet.js';

/** More bars than these tell nothing; the table has the others. */
const MOST_LABELS = 15;
const PLOT_HEIGHT = 170;
const BAR_HEIGHT = 14;
const TICKS = 4;

/** A chart with its title, unit and legend, whole on one page. Nothing is drawn where no value is held. */
export function drawChart(sheet: PdfSheet, full: ReportChart, language: Language): void {
  const chart = shortened(full);
  const values = chart.series.flatMap((series) => series.values.filter((value) => value !== null));
  if (values.length === 0) return;
  const scale = scaleLinear()
    .domain([Math.min(0, ...values), Math.max(0, ...values)])
    .nice(TICKS);
  const [from = 0, to = 1] = scale.domain();
  const height = drawingHeight(chart);
  sheet.need(chartHeight(chart));
  const style = figureStyle(chart.measure, values, language);
  writeTitle(sheet, chart, style);
  const frame = { sheet, chart, y: sheet.doc.y, height, style, domain: [from, to], ticks: scale.ticks(TICKS) } as const;
  if (chart.kind === 'bar') drawBars(frame);
  else drawPlot(frame);
  Object.assign(sheet.doc, { x: sheet.left, y: frame.y + height + (chart.kind === 'bar' ? 10 : 26) });
  sheet.type();
}

/** Points a chart takes with its title and legend. */
export function chartHeight(chart: ReportChart): number {
  return drawingHeight(shortened(chart)) + 60;
}

function drawingHeight({ kind, labels, series }: ReportChart): number {
  return kind === 'bar' ? labels.length * (series.length * BAR_HEIGHT + 6) : PLOT_HEIGHT;
}

function shortened(chart: ReportChart): ReportChart {
  if (chart.kind === 'line' || chart.labels.length <= MOST_LABELS) return chart;
  const series = chart.series.map(({ name, values }) => ({ name, values: values.slice(0, MOST_LABELS) }));
  return { ...chart, labels: chart.labels.slice(0, MOST_LABELS), series };
}

function writeTitle(sheet: PdfSheet, { title, series }: ReportChart, { heading }: FigureStyle): void {
  const { doc } = sheet;
  sheet.space(4).type('bold', 10);
  doc.text(title, sheet.left, doc.y, { width: sheet.width });
  sheet.type('regular', 8, INK.faint);
  let x = sheet.left;
  const y = doc.y + 2;
  for (const [index, { name }] of series.entries()) {
    const label = [name, ...(heading === '' ? [] : [`(${heading})`])].join(' ');
    const width = doc.widthOfString(label);
    doc.rect(x, y + 2.5, 7, 7).fill(INK.series[index]!);
    sheet.type('regular', 8, INK.faint).label(label, x + 11, y, width + 2);
    x += width + 26;
  }
  doc.y = y + 18;
}
