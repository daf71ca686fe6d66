import { storableJson } from './storable-json.js';

describe('storableJson', () => {
  it.each([
    ['a NUL', 'a\0b', 'a\ufffdb'],
    ['half a surrogate pair', 'a\ud83db', 'a\ufffdb'],
    ['several of them behind a backslash', '\\\0\udc00', '\\\ufffd\ufffd'],
  ])('should put U+FFFD in the place of %s', (_what, said, stored) => {
    expect(JSON.parse(storableJson({ said }))).toEqual({ said: stored });
  });

  it.each([
    ['an emoji', '📦'],
    ['another control character', 'a\u001bb'],
    ['an escape that somebody wrote out', String.raw`\u0000 and \\ud800`],
  ])('should leave %s as it is', (_what, said) => {
    expect(JSON.parse(storableJson({ said }))).toEqual({ said });
  });
});
