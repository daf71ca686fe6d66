import { scaleBand, scaleLinear } from 'd3-scale';
import { type ChartFrame } from './chart-frame.js';
import { INK } from './pdf-sheet.js';

/** Points for the figures of the axis at the left. */
const AXIS = 52;
/** A name under each point is not more than so many; of more, some are left out. */
const MOST_NAMES = 12;
/** So many columns have room for their figures. */
const MOST_FIGURES = 14;

/** Columns or lines over a vertical axis. */
export function drawPlot(frame: ChartFrame): void {
  const { sheet, chart, y, height, style, domain, ticks } = frame;
  const { doc } = sheet;
  const at = scaleLinear()
    .domain(domain)
    .range([y + height, y + 14]);
  const right = sheet.left + sheet.width;
  for (const tick of ticks) {
    doc
      .moveTo(sheet.left + AXIS, at(tick))
      .lineTo(right, at(tick))
      .lineWidth(tick === 0 ? 0.9 : 0.4)
      .stroke(INK.rule);
    sheet.type('regular', 7.5, INK.faint).label(style.writeTick(tick), sheet.left, at(tick) - 5.5, AXIS - 6, 'right');
  }
  const places = chart.labels.map((_, index) => index);
  const band = scaleBand(places, [sheet.left + AXIS, right]).padding(0.25);
  const every = Math.ceil(chart.labels.length / MOST_NAMES);
  for (const [index, label] of chart.labels.entries()) {
    if (index % every !== 0) continue;
    const width = band.step() * every;
    const middle = band(index)! + band.bandwidth() / 2;
    sheet.type('regular', 8, INK.faint).label(label, middle - width / 2, y + height + 5, width, 'center');
  }
  if (chart.kind === 'column') drawColumns(frame, at, band);
  else drawLines(frame, at, (index) => band(index)! + band.bandwidth() / 2);
}

function drawColumns(
  { sheet, chart, style }: ChartFrame,
  at: (value: number) => number,
  band: { (index: number): number | undefined; bandwidth(): number },
): void {
  const width = Math.min(46, band.bandwidth() / chart.series.length);
  const withFigures = chart.labels.length * chart.series.length <= MOST_FIGURES;
  for (const [index, { values }] of chart.series.entries()) {
    for (const [place, value] of values.entries()) {
      if (value === null) continue;
      const group = band(place)! + (band.bandwidth() - width * chart.series.length) / 2;
      const x = group + index * width;
      const [top, bottom] = [Math.min(at(0), at(value)), Math.max(at(0), at(value))];
      sheet.doc.rect(x + 1, top, width - 2, Math.max(0.75, bottom - top)).fill(INK.series[index]!);
      if (withFigures)
        sheet.type('regular', 7.5, INK.text).label(style.write(value), x - 20, top - 11, width + 40, 'center');
    }
  }
}

function drawLines(
  { sheet, chart }: ChartFrame,
  at: (value: number) => number,
  across: (index: number) => number,
): void {
  const { doc } = sheet;
  for (const [index, { values }] of chart.series.entries()) {
    const colour = INK.series[index]!;
    // Where nothing is held the line is broken: no value is made up between two others.
    let drawing = false;
    for (const [place, value] of values.entries()) {
      if (value !== null && drawing) doc.lineTo(across(place), at(value));
      else if (value !== null) doc.moveTo(across(place), at(value));
      drawing = value !== null;
    }
    doc.lineWidth(1.75).stroke(colour);
    for (const [place, value] of values.entries())
      if (value !== null) doc.circle(across(place), at(value), 2.4).fill(colour);
  }
}
