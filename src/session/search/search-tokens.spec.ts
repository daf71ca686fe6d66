import { queryTokens, searchTokens } from './search-tokens.js';

const finds = (text: string, query: string) => {
  const held = new Set(searchTokens(text));
  return queryTokens(query).every((token) => held.has(token));
};

describe('search tokens', () => {
  it.each([
    ['中国对美国的智能手机出口额', '智能手机'],
    ['中国对美国的智能手机出口额', '美'],
    ['中国对美国的智能手机出口额', '出口 手机'],
    ['2022年中国对美国A股出口', '出口 2022 a'],
    ['深圳的 USB-C 充电器供应商', 'usb 供应商'],
    ['Which companies sell LED lamps?', 'company lamp'],
    ['ＬＥＤ　灯具', 'led'],
    ['Tariffs of 7.5 % in 2024', 'TARIFF 2024'],
    ['Données économiques', 'économiques'],
  ])('should find %j by %j', (text, query) => {
    expect(finds(text, query)).toBe(true);
  });

  it.each([
    ['中国对美国的智能手机出口额', '手工'],
    ['中国对美国的智能手机出口额', '美中'],
    ['Which companies sell LED lamps?', 'lamp shade'],
  ])('should not find %j by %j', (text, query) => {
    expect(finds(text, query)).toBe(false);
  });

  it('should ask for nothing when a query has no words', () => {
    expect(queryTokens(' ?!，。 ')).toEqual([]);
  });

  it('should stay bounded when a text is huge', () => {
    const sut = searchTokens(Array.from({ length: 50_000 }, (_, n) => `w${n}x`).join(' '));

    expect(sut).toHaveLength(4_000);
  });

  it('should leave out what is no word but data', () => {
    expect(searchTokens('a'.repeat(65))).toEqual([]);
    // So much that the regular expression runs out of its stack.
    expect(searchTokens(`出口 ${'a'.repeat(17_000_000)}`)).toEqual(['出', '口', '出口']);
  });
});
