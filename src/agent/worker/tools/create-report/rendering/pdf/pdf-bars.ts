import { scaleLinear } from 'd3-scale';
import { type ChartFrame } from './chart-frame.js';
import { INK } from './pdf-sheet.js';

/** Points for the names at the left and the figures at the right. */
const [NAMES, FIGURES] = [110, 64];
const GAP = 6;

/** Horizontal bars, one row a label, each with its figure. */
export function drawBars({ sheet, chart, y, height, style, domain }: ChartFrame): void {
  const { doc } = sheet;
  const at = scaleLinear()
    .domain(domain)
    .range([sheet.left + NAMES, sheet.left + sheet.width - FIGURES]);
  const zero = at(0);
  const rowHeight = height / chart.labels.length;
  const barHeight = (rowHeight - GAP) / chart.series.length;
  for (const [row, label] of chart.labels.entries()) {
    const top = y + row * rowHeight;
    sheet.type('regular', 8.5).label(label, sheet.left, top + (rowHeight - GAP) / 2 - 6, NAMES - 8, 'right');
    for (const [index, { values }] of chart.series.entries()) {
      const value = values[row] ?? null;
      if (value === null) continue;
      const [from, to] = [Math.min(zero, at(value)), Math.max(zero, at(value))];
      const barTop = top + index * barHeight;
      doc.rect(from, barTop + 1, Math.max(0.75, to - from), barHeight - 2).fill(INK.series[index]!);
      sheet.type('regular', 8, INK.faint).label(style.write(value), to + 5, barTop + barHeight / 2 - 5.5, FIGURES - 5);
    }
  }
  doc
    .moveTo(zero, y - 2)
    .lineTo(zero, y + height - GAP + 2)
    .lineWidth(0.75)
    .stroke(INK.rule);
}
