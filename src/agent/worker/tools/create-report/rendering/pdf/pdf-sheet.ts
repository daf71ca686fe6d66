import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { type ReportDocument } from '../../content/report-document.js';

/** Colours of a report, the same on screen and on paper. */
export const INK = {
  text: '#1d2939',
  faint: '#667085',
  brand: '#0f4c5c',
  rule: '#d0d5dd',
  band: '#f2f6f7',
  series: ['#0f4c5c', '#e36414', '#5fa8a0', '#8d6a9f', '#c9a227'],
} as const;

export const BODY_SIZE = 9.5;
/** Points between the edge of the paper and what stands on it. */
const MARGIN = 54;

const require = createRequire(import.meta.url);
/** Noto Sans SC, SIL Open Font License 1.1: Chinese, Latin, Greek and Cyrillic of one design. Only the glyphs used are embedded. */
const FONTS = {
  regular: require.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
  bold: require.resolve('@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf'),
};
export type FontName = keyof typeof FONTS;

/** A4 paper that is written on from top to bottom. */
export class PdfSheet {
  readonly doc: PDFKit.PDFDocument;

  constructor({ title, language, date }: ReportDocument) {
    this.doc = new PDFDocument({
      size: 'A4',
      margin: MARGIN,
      bufferPages: true,
      displayTitle: true,
      lang: language === 'zh' ? 'zh-CN' : 'en',
      info: { Title: title, Author: 'TradeFlow', Creator: 'TradeFlow', CreationDate: new Date(date) },
    });
    for (const [name, file] of Object.entries(FONTS)) this.doc.registerFont(name, file);
    this.type();
  }

  /** Left edge of what is written. */
  get left(): number {
    return MARGIN;
  }

  get width(): number {
    return this.doc.page.width - 2 * MARGIN;
  }

  get bottom(): number {
    return this.doc.page.height - MARGIN;
  }

  /** Sets font, size and colour of what is written next. */
  type(font: FontName = 'regular', size: number = BODY_SIZE, colour: string = INK.text): this {
    this.doc.font(font).fontSize(size).fillColor(colour);
    return this;
  }

  /** Leaves some space. */
  space(points: number): this {
    this.doc.y += points;
    return this;
  }

  /** Turns the page unless so much still fits on it. Whether it was turned. */
  need(points: number): boolean {
    if (this.doc.y + points <= this.bottom) return false;
    this.doc.addPage();
    return true;
  }

  /** A line of text at a place of its own, cut off where it is too long; what is written next goes on where it was. */
  label(text: string, x: number, y: number, width: number, align: 'left' | 'right' | 'center' = 'left'): void {
    const { x: oldX, y: oldY } = this.doc;
    this.doc.text(this.fitted(text, width), x, y, { width, align, lineBreak: false });
    Object.assign(this.doc, { x: oldX, y: oldY });
  }

  /** All pages are finished and put together. */
  async bytes(): Promise<Buffer> {
    const chunks: Buffer[] = [];
    this.doc.end();
    for await (const chunk of this.doc) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }

  private fitted(text: string, width: number): string {
    if (this.doc.widthOfString(text) <= width) return text;
    const characters = Array.from(text);
    while (characters.length > 1 && this.doc.widthOfString(`${characters.join('')}…`) > width) characters.pop();
    return `${characters.join('')}…`;
  }
}
