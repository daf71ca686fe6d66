const WORD = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/;
const MAX_LENGTH = 512;

/**
 * Keys are made by our code alone, never from what a user typed, so a wrong one is a mistake of ours. What passes means the
 * same object to every driver: no `..`, no empty word, nothing a file system or a URL would have to escape.
 */
export function assertObjectKey(key: string): void {
  if (key.length > MAX_LENGTH || !key.split('/').every((word) => WORD.test(word))) {
    throw new RangeError(`Not an object key: ${JSON.stringify(key.slice(0, MAX_LENGTH))}`);
  }
}
