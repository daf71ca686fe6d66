import { encodeCursor } from './page-cursor.js';

/** One page of a list; `cursor` is what the next page is asked with, null at the end. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly cursor: string | null;
}

export interface PageRequest {
  readonly cursor?: string;
  /** 1 to 100. */
  readonly limit: number;
}

/** Makes a page of what was read: one item more than asked for, which only tells that there is a next page. */
export function toPage<T>(read: readonly T[], limit: number, position: (item: T) => readonly string[]): Page<T> {
  const items = read.slice(0, limit);
  const last = items.at(-1);
  return { items, cursor: read.length > limit && last !== undefined ? encodeCursor(position(last)) : null };
}
