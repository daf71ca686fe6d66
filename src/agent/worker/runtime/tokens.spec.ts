import { countTokens } from './tokens.js';

describe('countTokens', () => {
  it.each([
    ['', 0],
    ['手机出口', 4],
    ['exports of phones', 3],
    ['2024年, HS 851713.', 6],
    ['  a  b ', 2],
  ])('should count %j', (text, tokens) => expect(countTokens(text)).toBe(tokens));
});
