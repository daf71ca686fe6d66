import { normaliseEmail } from './email.js';

describe('normaliseEmail', () => {
  it.each([
    ['  Lin@Example.COM\n', 'lin@example.com'],
    ['ｌｉｎ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'lin@example.com'],
    ['ﬁrma@example.com', 'firma@example.com'],
    ['林@例子.中国', '林@例子.中国'],
  ])('should write %j as %j', (given, expected) => {
    expect(normaliseEmail(given)).toBe(expected);
  });
});
