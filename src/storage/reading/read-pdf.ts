import { createRequire } from 'node:module';
import path from 'node:path';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { type TextItem } from 'pdfjs-dist/types/src/display/api.js';
import { limited, MAX_CHARACTERS, type ReadableText } from './readable-text.js';

const PDFJS = path.dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));

/** The text of a PDF, page by page. A scan has none. */
export async function readPdf(content: Buffer): Promise<ReadableText> {
  const loading = getDocument({
    data: new Uint8Array(content),
    // Chinese, Japanese and Korean fonts that are not embedded name their encoding by one of these.
    cMapUrl: `${PDFJS}/cmaps/`,
    cMapPacked: true,
    standardFontDataUrl: `${PDFJS}/standard_fonts/`,
    isEvalSupported: false,
    useSystemFonts: false,
    disableFontFace: true,
    // Errors only: what a damaged PDF has it warn of belongs to nobody's log.
    verbosity: 0,
  });
  const document = await loading.promise;
  const pages: string[] = [];
  let length = 0;
  let number = 1;
  for (; number <= document.numPages && length <= MAX_CHARACTERS; number += 1) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    const text = items.map((item) => lineOf(item as TextItem)).join('');
    page.cleanup();
    pages.push(text.trim());
    length += text.length;
  }
  const more = number <= document.numPages;
  await loading.destroy();
  return limited(pages.filter(Boolean).join('\n\n'), more);
}

function lineOf({ str, hasEOL }: TextItem): string {
  return hasEOL ? `${str}\n` : str;
}
