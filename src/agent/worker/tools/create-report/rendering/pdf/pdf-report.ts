import { say } from '../../../../../../common/i18n/language.js';
import { type ReportDocument } from '../../content/report-document.js';
import { WORDS } from '../../report.wording.js';
import { sourceLine } from '../source-lines.js';
import { westernQuotes } from './western-quotes.js';
import { chartHeight, drawChart } from './pdf-chart.js';
import { BODY_SIZE, INK, PdfSheet } from './pdf-sheet.js';
import { writePdfTable } from './pdf-table.js';
import { writeBlocks, writeHeading, writeNote } from './pdf-text.js';

/** The report on A4, with its fonts inside: it looks the same everywhere, Chinese too. */
export function renderPdf(original: ReportDocument): Promise<Buffer> {
  const report = westernQuotes(original);
  const { language, sections, notCovered } = report;
  const sheet = new PdfSheet(report);
  writeTitle(sheet, report);
  for (const { heading, text, chart, table } of sections) {
    writeHeading(sheet, heading, chart && text.length === 0 ? chartHeight(chart) : undefined);
    writeBlocks(sheet, text);
    if (chart) drawChart(sheet, chart, language);
    if (!table) continue;
    if (table.title !== heading) writeTableTitle(sheet, table.title);
    writePdfTable(sheet, table, language);
  }
  if (notCovered.length > 0) {
    writeHeading(sheet, say(WORDS.notCovered, language));
    writeBlocks(
      sheet,
      notCovered.map((text) => ({ kind: 'item', spans: [{ text, bold: false }] })),
    );
  }
  writeSources(sheet, report);
  writeNote(sheet.space(10), say(WORDS.disclaimer, language));
  writeFooters(sheet, report);
  return sheet.bytes();
}

function writeTitle(sheet: PdfSheet, { title, language, date }: ReportDocument): void {
  const { doc } = sheet;
  doc.rect(0, 0, doc.page.width, 8).fill(INK.brand);
  sheet.type('bold', 9, INK.brand).label('TradeFlow', sheet.left, 30, 200);
  doc.y = 62;
  sheet.type('bold', 21, INK.brand);
  doc.text(title, sheet.left, doc.y, { width: sheet.width, lineGap: 2 });
  sheet.space(4).type('regular', BODY_SIZE, INK.faint);
  doc.text(say(WORDS.made, language, { date }), sheet.left, doc.y);
  sheet.space(8);
  doc
    .moveTo(sheet.left, doc.y)
    .lineTo(sheet.left + sheet.width, doc.y)
    .lineWidth(0.75)
    .stroke(INK.rule);
}

function writeTableTitle(sheet: PdfSheet, title: string): void {
  sheet.space(4).need(70);
  sheet.type('bold', 10);
  sheet.doc.text(title, sheet.left, sheet.doc.y, { width: sheet.width });
  sheet.space(4);
}

function writeSources(sheet: PdfSheet, { language, sources }: ReportDocument): void {
  writeHeading(sheet, say(WORDS.sources, language));
  const { doc } = sheet;
  for (const [index, source] of sources.entries()) {
    sheet.need(28);
    sheet.type('bold', 8.5, INK.brand).label(`[${index + 1}]`, sheet.left, doc.y, 24);
    const options = { width: sheet.width - 26, lineGap: 2 };
    sheet.type('regular', 8.5);
    doc.text(sourceLine(source, language), sheet.left + 26, doc.y, options);
    sheet.type('regular', 7.5, INK.faint);
    doc.text(source.url, { ...options, link: /^https?:/.test(source.url) ? source.url : null });
    sheet.space(4);
  }
  doc.x = sheet.left;
}

function writeFooters(sheet: PdfSheet, { title, language }: ReportDocument): void {
  const { doc } = sheet;
  const { start, count } = doc.bufferedPageRange();
  for (let index = 0; index < count; index += 1) {
    doc.switchToPage(start + index);
    // The foot is below the margin, where text would turn the page.
    doc.page.margins.bottom = 0;
    const y = doc.page.height - 34;
    sheet.type('regular', 7.5, INK.faint).label(title, sheet.left, y, sheet.width - 110);
    const page = say(WORDS.page, language, { page: index + 1, pages: count });
    sheet.label(page, sheet.left + sheet.width - 100, y, 100, 'right');
  }
}
