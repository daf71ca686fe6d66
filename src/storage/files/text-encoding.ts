/** Control characters that are no white space: no text has them. */
const BINARY = /[^\P{Cc}\s\u0085]/u;

/**
 * Bytes as text: UTF-8, UTF-16 with its mark, or what Chinese Excel writes (GB 18030, of which GBK and GB 2312 are parts).
 * @param options.cutOff whether the bytes end in the middle, maybe of a character.
 * @returns undefined when it is no text.
 */
export function decodeText(bytes: Buffer, { cutOff = false } = {}): string | undefined {
  for (const encoding of encodingsOf(bytes)) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: cutOff });
      if (!BINARY.test(text)) return text;
    } catch {
      // Not this one.
    }
  }
  return undefined;
}

/** Whether the bytes begin with the byte order mark of UTF-16. */
export function hasUtf16Mark(bytes: Buffer): boolean {
  return encodingsOf(bytes).every((encoding) => encoding.startsWith('utf-16'));
}

function encodingsOf(bytes: Buffer): string[] {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return ['utf-16le'];
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return ['utf-16be'];
  return ['utf-8', 'gb18030'];
}
