import { createHash } from 'node:crypto';
import { type Language } from '../../common/i18n/language.js';

/** Everything that may change an answer. */
export interface CachedQuestion {
  readonly userId: string;
  readonly message: string;
  readonly language: Language;
  /** Model and tools (AgentRuntime.version). */
  readonly runtimeVersion: string;
  /** The files it is about, as `fileKeys` tells them apart. */
  readonly files?: readonly string[];
  /** A digest of what was said before; left out on the first question of a conversation. */
  readonly context?: string;
}

/**
 * The key of an answer. The same question in other spacing, width or case is the same question. Where files or what was
 * said before went into the answer, so does the user: nobody else is ever given it.
 */
export function questionKey(question: CachedQuestion): string {
  const { runtimeVersion, language, files = [], context } = question;
  const personal = files.length > 0 || context !== undefined;
  const parts = [runtimeVersion, language, normalize(question.message), files.toSorted(), context ?? null];
  return createHash('sha256')
    .update(JSON.stringify(personal ? [...parts, question.userId] : parts))
    .digest('base64url');
}

/** Files are the same when they say the same and are called the same: an answer names them. */
export function fileKeys(files: readonly { readonly sha256: string; readonly name: string }[] = []): string[] {
  return files.map(({ sha256, name }) => `${sha256} ${name}`);
}

function normalize(message: string): string {
  return message
    .normalize('NFKC')
    .toLowerCase()
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/[。.?!\s]+$/, '');
}
