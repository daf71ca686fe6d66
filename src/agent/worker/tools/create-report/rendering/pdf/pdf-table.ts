import { type Language } from '../../../../../../common/i18n/language.js';
import { isFigures, type ReportTable } from '../../content/report-document.js';
import { writeTable } from '../number-format.js';
import { tableNote } from '../source-lines.js';
import { columnWidths, sum } from './column-widths.js';
import { type FontName, INK, type PdfSheet } from './pdf-sheet.js';
import { writeNote } from './pdf-text.js';

const SIZE = 8.5;
/** No row stands alone at the end of a table: so many go over to the next page together, if they are not too high. */
const LAST_ROWS = 3;
const LONGEST_BLOCK = 200;
const [PADDING_X, PADDING_Y] = [5, 4];

/** A table over as many pages as it takes, its heading on each of them. */
export function writePdfTable(sheet: PdfSheet, table: ReportTable, language: Language): void {
  const { headings, rows } = writeTable(table, language);
  const { doc } = sheet;
  sheet.type('bold', SIZE);
  const measured = [headings, ...rows].map((row) => row.map((cell) => doc.widthOfString(cell) + 2 * PADDING_X));
  const widths = columnWidths(measured, sheet.width, table.columns.map(isFigures));
  const right = table.columns.map(isFigures);

  const height = (row: readonly string[], font: FontName) => {
    sheet.type(font, SIZE);
    const heights = row.map((cell, index) => doc.heightOfString(cell, { width: widths[index]! - 2 * PADDING_X }));
    return Math.max(...heights) + 2 * PADDING_Y;
  };
  const write = (row: readonly string[], rowHeight: number, font: FontName, colour: string) => {
    const top = doc.y;
    let x = sheet.left;
    for (const [index, cell] of row.entries()) {
      sheet.type(font, SIZE, colour);
      const width = widths[index]! - 2 * PADDING_X;
      doc.text(cell, x + PADDING_X, top + PADDING_Y, { width, align: right[index] ? 'right' : 'left' });
      x += widths[index]!;
    }
    doc.x = sheet.left;
    doc.y = top + rowHeight;
  };
  const headingHeight = height(headings, 'bold');
  const head = () => {
    doc.rect(sheet.left, doc.y, sheet.width, headingHeight).fill(INK.brand);
    write(headings, headingHeight, 'bold', '#ffffff');
  };

  sheet.need(headingHeight * 3);
  head();
  const heights = rows.map((row) => height(row, 'regular'));
  for (const [index, row] of rows.entries()) {
    const rowHeight = heights[index]!;
    const together = index === rows.length - LAST_ROWS ? heights.slice(index) : [rowHeight];
    if (sheet.need(Math.min(LONGEST_BLOCK, sum(together)))) head();
    if (index % 2 === 1) doc.rect(sheet.left, doc.y, sheet.width, rowHeight).fill(INK.band);
    write(row, rowHeight, 'regular', INK.text);
  }
  doc
    .moveTo(sheet.left, doc.y)
    .lineTo(sheet.left + sheet.width, doc.y)
    .lineWidth(0.75)
    .stroke(INK.rule);
  sheet.space(5);
  writeNote(sheet, tableNote(table, language));
  sheet.space(8);
}
