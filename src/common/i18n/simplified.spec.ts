import { simplified } from './simplified.js';

describe('simplified', () => {
  it.each([
    ['查詢2024年手機對美國的出口數據', '查询2024年手机对美国的出口数据'],
    ['臺灣積體電路製造', '台湾积体电路制造'],
    ['太陽能電池板的關稅', '太阳能电池板的关税'],
    ['著名的乾燥水果', '著名的干燥水果'],
    ['手机出口 to Germany', '手机出口 to Germany'],
    ['phones', 'phones'],
  ])('should write %j as %j', (text, expected) => expect(simplified(text)).toBe(expected));

  it('should never change the length', () => {
    const text = '𠮷野家𡃁後麵鬱龍：筆記型電腦與滑鼠';
    expect(simplified(text)).toHaveLength(text.length);
  });
});
