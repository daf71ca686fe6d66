import { assertObjectKey } from './object-key.js';

describe('assertObjectKey', () => {
  it.each(['files/0198c7a0/0198c7a1', 'a', '_x/y-1.tmp'])('should let %p pass', (key) => {
    expect(() => assertObjectKey(key)).not.toThrow();
  });

  it.each(['', '/a', 'a/', 'a//b', '../a', 'a/../b', '.hidden', 'a\\b', 'a\0', '报告', 'a b', 'x'.repeat(600)])(
    'should refuse %p',
    (key) => {
      expect(() => assertObjectKey(key)).toThrow(RangeError);
    },
  );
});
