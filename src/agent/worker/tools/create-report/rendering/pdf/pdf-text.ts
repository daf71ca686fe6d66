import { type TextBlock } from '../../content/report-document.js';
import { BODY_SIZE, INK, type PdfSheet } from './pdf-sheet.js';

const LINE_GAP = 3.5;
const INDENT = 12;

/** What a heading needs for itself, in points. */
const HEADING_HEIGHT = 40;
const FIRST_LINES = 50;

/**
 * Heading of a part, never alone at the foot of a page; readers find it in the outline of the file.
 * @param following points of what must stand on the same page
 */
export function writeHeading(sheet: PdfSheet, text: string, following = FIRST_LINES): void {
  const { doc } = sheet;
  sheet.space(14).need(HEADING_HEIGHT + following);
  doc.outline.addItem(text);
  sheet.type('bold', 13, INK.brand);
  doc.text(text, sheet.left, doc.y, { width: sheet.width, lineGap: 2 });
  sheet.space(5).type();
}

export function writeBlocks(sheet: PdfSheet, blocks: readonly TextBlock[]): void {
  for (const { kind, spans } of blocks) {
    const { doc } = sheet;
    const indent = kind === 'item' ? INDENT : 0;
    sheet.need(BODY_SIZE * 2);
    if (kind === 'item') sheet.type('bold', BODY_SIZE, INK.brand).label('•', sheet.left + 2, doc.y, INDENT);
    doc.x = sheet.left + indent;
    for (const [index, { text, bold }] of spans.entries()) {
      const continued = index < spans.length - 1;
      sheet.type(bold ? 'bold' : 'regular');
      doc.text(text, { width: sheet.width - indent, lineGap: LINE_GAP, continued });
    }
    doc.x = sheet.left;
    sheet.space(kind === 'item' ? 2 : 6);
  }
}

/** Small grey text under something. */
export function writeNote(sheet: PdfSheet, text: string): void {
  if (text === '') return;
  sheet.need(12);
  sheet.type('regular', 8, INK.faint);
  sheet.doc.text(text, sheet.left, sheet.doc.y, { width: sheet.width, lineGap: 2 });
  sheet.type();
}
