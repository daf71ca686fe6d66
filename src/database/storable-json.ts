/** A NUL or half a surrogate pair as `JSON.stringify` writes it: not where the backslash is one that was written out, too. */
const UNSTORABLE = /(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/g;

/** JSON that PostgreSQL takes: what its text cannot hold, which a model or a page may say, becomes U+FFFD. */
export function storableJson(value: unknown): string {
  const json = JSON.stringify(value);
  return json.includes('\\u') ? json.replace(UNSTORABLE, '$1\\ufffd') : json;
}
