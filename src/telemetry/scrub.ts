/** Names whose value is a secret, however they are prefixed: `refresh_token`, `newPassword`, `x-api-key`, `set-cookie`. */
const SECRET_NAME = '[\\w-]*(?:token|ticket|secret|secret[_-]?key|password|authorization|cookie|api[_-]?key)';
const MASK = '[redacted]';

/** Every quantifier that may start anywhere is bounded, so that a long line costs time in proportion to its length only. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // A JSON member with such a name, at any depth, with a text or a list as its value.
  [new RegExp(`"(${SECRET_NAME})":(?:"(?:[^"\\\\]|\\\\.)*"|\\[[^\\]]*\\])`, 'gi'), `"$1":"${MASK}"`],
  // The same where JSON stands inside of a text.
  [new RegExp(`\\\\"(${SECRET_NAME})\\\\": ?\\\\"[^"\\\\]*\\\\"`, 'gi'), `\\"$1\\":\\"${MASK}\\"`],
  // A query parameter of a URL; `code` and `state` are those of OAuth.
  [new RegExp(`([?&](?:${SECRET_NAME}|code|state)=)[^&\\s"\\\\]+`, 'gi'), `$1${MASK}`],
  [/\b(Bearer|Basic) [\w.~+/=-]+/gi, `$1 ${MASK}`],
  // Our access tokens (JWT), refresh tokens, tickets, codes and API keys, wherever they stand.
  [/\beyJ[\w-]{8,512}\.[\w-]{1,2048}\.[\w-]+/g, MASK],
  [/\btf[a-z]{0,2}_[\w-]{16,}/g, MASK],
  // The password of a connection string.
  [/(:\/\/[^:@\s/"]{0,256}:)[^@\s/"]{1,1024}@/g, `$1${MASK}@`],
];

/**
 * Masks every secret in a finished log line. It works on the text that is about to be written, so it also catches what
 * hides in a message, a stack or a nested object, and a new log call cannot forget it.
 */
export function scrub(line: string): string {
  return PATTERNS.reduce((text, [pattern, mask]) => text.replace(pattern, mask), line);
}
