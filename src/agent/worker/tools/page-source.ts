import { createHash } from 'node:crypto';
import { type Source } from '../../../session/index.js';

/** A page as a source. The id is the same for the same address, so that two calls in one answer cite one source. */
export function pageSource(page: Omit<Source, 'id'>): Source {
  return { id: `page-${createHash('sha256').update(page.url).digest('hex').slice(0, 10)}`, ...page };
}
