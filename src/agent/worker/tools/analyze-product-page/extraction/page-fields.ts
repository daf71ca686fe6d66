import { loadBuffer } from 'cheerio';
import { type WebPage } from '../../../providers/web-pages.port.js';
import { WALL } from '../../readable-page.js';
import { readEmbeddedState } from './embedded-state.js';
import { readJsonLd } from './json-ld.js';
import { readMicrodata } from './microdata.js';
import { readOpenGraph, readTitle } from './opengraph.js';
import { type ReadField } from './read-field.js';

export interface PageReading {
  /** At most one a field, the most trusted origin first; attributes may repeat. */
  readonly fields: readonly ReadField[];
  /** The page is not the product but a door before it: a login, or a test for robots. */
  readonly wall: boolean;
}

/** Reads what a page says of its product, in the order of trust: JSON-LD, embedded state, microdata, OpenGraph, title. */
export function readPage({ body, contentType }: Pick<WebPage, 'body' | 'contentType'>): PageReading {
  const charset = /charset\s*=\s*"?([\w-]+)/i.exec(contentType ?? '')?.[1];
  const $ = loadBuffer(Buffer.from(body), {
    encoding: charset === undefined ? {} : { transportLayerEncodingLabel: charset },
  });
  const structured = [...readJsonLd($), ...readEmbeddedState($), ...readMicrodata($)];
  const fields = new Map<string, ReadField>();
  for (const field of [...structured, ...readOpenGraph($), ...readTitle($)]) {
    const key = field.field === 'attribute' ? `attribute ${field.name ?? ''}` : field.field;
    if (!fields.has(key)) fields.set(key, field);
  }
  return { fields: [...fields.values()], wall: structured.length === 0 && WALL.test($('head > title').first().text()) };
}
