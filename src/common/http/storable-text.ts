import { type FieldIssue } from '../errors/app-error.js';

/** A NUL or half a surrogate pair: JSON can carry both, PostgreSQL's text and JSONB cannot. */
const UNSTORABLE = /\0|\p{Surrogate}/u;
const MAX_DEPTH = 32;

/**
 * Looks for what is valid JSON but would break further down: text no database stores, and nesting that overflows the
 * stack of whoever walks it. Works without recursion for that reason.
 * @returns the first issue found, or undefined.
 */
export function findUnstorable(root: unknown): FieldIssue | undefined {
  const pending: { path: string; depth: number; value: unknown }[] = [{ path: '', depth: 0, value: root }];
  for (let entry = pending.pop(); entry !== undefined; entry = pending.pop()) {
    const { path, depth, value } = entry;
    if (typeof value === 'string' && UNSTORABLE.test(value)) {
      return { path: path || '$', message: 'must not contain NUL characters or unpaired surrogates' };
    }
    if (typeof value !== 'object' || value === null) continue;
    if (depth === MAX_DEPTH)
      return { path: path.slice(0, 80), message: `must not be nested deeper than ${MAX_DEPTH} levels` };
    for (const [key, child] of Object.entries(value)) {
      pending.push({ path: jsonPath(path, key, Array.isArray(value)), depth: depth + 1, value: child });
    }
  }
  return undefined;
}

/** `files` + `2` in an array is `files[2]`; in an object `files.2`. */
export function jsonPath(parent: string, key: string, inArray: boolean): string {
  if (inArray) return `${parent}[${key}]`;
  return parent === '' ? key : `${parent}.${key}`;
}
