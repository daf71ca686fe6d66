import { load } from 'cheerio';
import { type WebPage } from '../providers/web-pages.port.js';

/** The readable part of a page. */
export interface WebText {
  readonly title: string;
  readonly text: string;
}

const FURNITURE =
  'script,style,noscript,template,svg,iframe,nav,header,footer,aside,form,button,[hidden],[aria-hidden="true"]';
/** Elements that end a line of text. */
const BLOCKS = 'p,div,section,article,li,tr,h1,h2,h3,h4,h5,h6,br,table,ul,ol,blockquote,pre,dd,dt';

/** What a reader would read: the article or main part where the page marks one, without navigation and hidden text. */
export function webTextOf({ body, contentType }: Pick<WebPage, 'body' | 'contentType'>): WebText {
  const charset = /charset\s*=\s*"?([\w-]+)/i.exec(contentType ?? '')?.[1];
  const $ = load(decode(body, charset));
  const title = $('head > title').first().text().replace(/\s+/g, ' ').trim();
  $(FURNITURE).remove();
  const parts = ['article', 'main', '[role="main"]', 'body'].map((selector) => $(selector).first());
  const part = parts.find((candidate) => candidate.text().trim().length > 200) ?? $('body');
  part.find(BLOCKS).append('\n');
  part.find('td,th').append(' | ');
  const lines = part
    .text()
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim());
  return { title, text: lines.filter(Boolean).join('\n') };
}

/** In the encoding its sender names, else the one the page names itself. */
function decode(body: Uint8Array, charset: string | undefined): string {
  const head = new TextDecoder('latin1').decode(body.subarray(0, 2_048));
  const named = charset ?? /<meta[^>]+charset=["']?([\w-]+)/i.exec(head)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(named).decode(body);
  } catch {
    return new TextDecoder().decode(body);
  }
}
