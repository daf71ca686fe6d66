import path from 'node:path';

const MAX_BYTES = 200;
const FALLBACK = 'file';

/** Control characters, what Windows and shells take for syntax, and marks that turn text around (`gpj.exe` as `exe.jpg`). */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}<>:"|?*]/gu;
const WINDOWS_DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * A name that is safe to show, to send in a header and to save under on any system, and still the user's own: Chinese and
 * all other letters stay. Folders are cut off; the extension survives the shortening.
 */
export function safeFileName(given: string): string {
  const last = given.normalize('NFC').split(/[\\/]/).at(-1) ?? '';
  const clean = last
    .replace(UNSAFE, '')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '');
  const named = clean === '' ? FALLBACK : clean;
  return shorten(WINDOWS_DEVICES.test(named) ? `_${named}` : named);
}

/** Without its dot, in lower case; empty when there is none. */
export function extensionOf(name: string): string {
  return path.extname(name).slice(1).toLowerCase();
}

function shorten(name: string): string {
  if (Buffer.byteLength(name) <= MAX_BYTES) return name;
  const extension = path.extname(name).slice(0, 20);
  let stem = '';
  for (const character of name.slice(0, name.length - extension.length)) {
    if (Buffer.byteLength(stem + character + extension) > MAX_BYTES) break;
    stem += character;
  }
  return stem + extension;
}
