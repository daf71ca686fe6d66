import { amount, change, money, percent } from './numbers.js';

describe('numbers', () => {
  it.each([
    [46_894_123_456, '468.9亿美元', 'US$46.89 billion'],
    [1_353_000, '135.3万美元', 'US$1.4 million'],
    [2_498_570_000_000, '2.50万亿美元', 'US$2.50 trillion'],
    [8_421, '8,421美元', 'US$8,421'],
    [0, '0美元', 'US$0'],
  ])('should write %d dollars in both languages', (value, zh, en) => {
    expect([money(value, 'zh'), money(value, 'en')]).toEqual([zh, en]);
  });

  it('should name other currencies', () => {
    expect([money(73_120_000_000, 'zh', 'CNY'), money(73_120_000_000, 'en', 'CNY'), money(1, 'zh', 'CHF')]).toEqual([
      '731.2亿元人民币',
      'CNY 73.12 billion',
      '1 CHF',
    ]);
  });

  it.each([
    [0.239, '23.9%'],
    [1, '100.0%'],
    [0.0004, '<0.1%'],
    [0, '0.0%'],
  ])('should write %d as a percentage', (ratio, expected) => expect(percent(ratio)).toBe(expected));

  it('should show the sign of a change', () => {
    expect([change(0.05), change(-0.013), change(0)]).toEqual(['+5.0%', '-1.3%', '0.0%']);
  });

  it('should write quantities with their unit', () => {
    expect([amount(160_000_000, 'units', 'zh'), amount(160_000_000, 'units', 'en'), amount(3, null, 'en')]).toEqual([
      '1.6亿台/件',
      '160.0 million units',
      '3',
    ]);
  });
});
