import { AppError } from '../common/errors/app-error.js';
import { SessionErrors } from './session.errors.js';

/** A keyset position as an opaque word. Clients hand it back; they must not read it. */
export function encodeCursor(position: readonly string[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** What a part of a position may be. */
interface CursorPart {
  test(text: string): boolean;
}

/** A moment as we write it: one that no calendar has, or year 0, a database would take for a mistake of ours. */
const MOMENT: CursorPart = {
  test: (text) =>
    /^(?!0000)\d{4}-/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString() === text,
};

/** What the parts of a position may look like. */
export const CURSOR_PARTS = {
  count: /^\d{1,18}$/,
  flag: /^[01]$/,
  role: /^(user|assistant)$/,
  time: MOMENT,
  id: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
} satisfies Record<string, CursorPart>;

/** @throws AppError INVALID_CURSOR when the word is not one of ours, or has been changed */
export function decodeCursor(cursor: string, shape: readonly CursorPart[]): string[] {
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (
      Array.isArray(position) &&
      position.length === shape.length &&
      shape.every((part, index) => typeof position[index] === 'string' && part.test(position[index]))
    ) {
      return position as string[];
    }
  } catch {
    // Falls through to the same answer as a well-formed cursor of something else.
  }
  throw new AppError(SessionErrors.INVALID_CURSOR);
}
