import fc from 'fast-check';
import { type ToolFindings } from '../../tools/tool.js';
import { checkGrounding } from './check-grounding.js';

const TRADE = {
  rows: [
    { period: '2022', value_usd: 40_000_000_000, quantity: 100_000_000, quantity_unit: 'units', hs_code: '851713' },
    { period: '2023', value_usd: 46_890_000_000, quantity: 120_000_000, quantity_unit: 'units', hs_code: '851713' },
  ],
  ranking: [
    { rank: 1, partner: 'USA', value_usd: 46_890_000_000, share: 0.3121 },
    { rank: 2, partner: 'JPN', value_usd: 9_000_000_000, share: 0.0599 },
    { rank: 3, partner: 'DEU', value_usd: 7_500_000_000, share: 0.0499 },
  ],
  world: { value_usd: 150_240_000_000 },
  facts: [
    { field: 'employees', value: 703_500 },
    { field: 'revenue', value: 602.3, unit: 'billion CNY' },
    { note: '成立于1995年，注册资本 29.1 亿元' },
  ],
  weight_kg: 1_234_000,
};

const findings = (data: unknown): ToolFindings => ({
  data,
  sources: [],
  summary: '',
  coverage: '',
  missing: [],
  confidence: 'high',
});

describe('checkGrounding', () => {
  const check = (content: string, question = '') =>
    checkGrounding(content, {
      findings: [findings(TRADE)],
      earlier: () => [],
      documents: [],
      questions: [question],
      knowledge: [],
    });
  const unmatched = (content: string, question?: string) => check(content, question).unmatched.map(({ text }) => text);

  it.each([
    ['as it is held', '出口额 46,890,000,000 美元'],
    ['in a larger unit', '468.9亿美元；US$46.89 billion; 46,890 million'],
    ['rounded', '46.9 billion, 约469亿, 47 billion'],
    ['as about so much', 'nearly 50 billion; 超过 460亿; more than 700,000 people'],
    ['a ratio as a percentage', '占 31.2%，31%'],
    ['from a text', '注册资本29.1亿元'],
    ['in the unit that stands beside it', '营收 6,023 亿元, CNY 602.3 billion'],
    ['in tonnes', '1,234 tonnes; 1234吨'],
    ['as a code', 'HS 851713, 8517.13, heading 8517, 第 85 章'],
    ['as a count', '共 3 个市场，2 years'],
    ['a share of two figures', 'US$46.89 billion of US$150.24 billion, that is 31.2%; Japan’s US$9.0 billion are 6.0%'],
    ['growth', '从 400亿 增至 468.9亿，增长 17.2%'],
    ['a multiple', 'US$46.89 billion is 5.2 times the US$9 billion of Japan'],
    [
      'a sum and a difference',
      'From US$40 billion up US$6.89 billion. Japan and Germany: US$9 billion and US$7.5 billion, 165 亿 together',
    ],
    ['the sum of the first of a ranking', '前三大市场合计 633.9亿美元，占 42.2%'],
    ['the price of a piece', 'about US$391 a piece in 2023, $400 in 2022'],
  ])('should find a number %s', (_how, content) => {
    expect(unmatched(content)).toEqual([]);
  });

  it.each([
    ['made up', '出口额为 512.3亿美元', ['512.3亿']],
    ['rounded wrongly', '46.7 billion', ['46.7 billion']],
    ['in the wrong unit', '468.9万美元', ['468.9万']],
    ['a share nobody computed from what is quoted', 'It is 77.7% of the total', ['77.7%']],
    ['growth that is not so', '从 400亿 增至 468.9亿，增长 27.2%', ['27.2%']],
    ['an unknown code', 'HS 940360', ['940360']],
    ['a count that is not so', '共 57 个市场', ['57 个']],
  ])('should report a number %s', (_how, content, expected) => {
    expect(unmatched(content)).toEqual(expected);
  });

  it('should say how many it looked for, found and worked out, and where what it did not find stands', () => {
    const content = '从 400亿 增至 468.9亿（+17.2%），预计 600.1亿。';
    expect(check(content)).toEqual({
      checked: 4,
      matched: 3,
      derived: 1,
      unmatched: [{ text: '600.1亿', offset: content.indexOf('600.1亿') }],
    });
  });

  it('should take what the user wrote, and ask earlier turns only where this one does not suffice', () => {
    const earlier = jest.fn(() => [findings({ value_usd: 5_550_000 })]);
    const ask = (content: string) =>
      checkGrounding(content, {
        findings: [],
        earlier,
        documents: [],
        questions: ['500 套，每套 12.5 美元'],
        knowledge: ['Europe: 44 members'],
      });

    expect(ask('44 个国家，500 套，12.5 美元')).toMatchObject({ checked: 3, matched: 3 });
    expect(earlier).not.toHaveBeenCalled();
    expect(ask('500 套，555万')).toMatchObject({ checked: 2, matched: 2 });
  });

  it('should take the figures of attached files, and the sums of their columns', () => {
    const table = 'Item\tPieces\tUSD\nKettle\t1,200\t15000.5\nToaster\t300\t4,999.5';
    const content = '共 1,500 件，20,000 美元；烤面包机 4,999.5 美元，占 25%；另有 7,777 件。';
    const { unmatched: missing } = checkGrounding(content, {
      findings: [],
      earlier: () => [],
      documents: [table],
      questions: [],
      knowledge: [],
    });
    expect(missing.map(({ text }) => text)).toEqual(['7,777 件']);
  });

  it('should check nothing where there is no number', () => {
    expect(check('您好！')).toEqual({ checked: 0, matched: 0, derived: 0, unmatched: [] });
  });

  it('should find every figure of any results, in both languages', () => {
    const value = fc.double({ min: 1, max: 1e13, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 30 }), (held) => {
        const written = held.flatMap((amount) => [
          `${(amount / 1e8).toFixed(1)}亿`,
          `US$${(amount / 1e9).toFixed(2)} billion`,
          amount.toLocaleString('en-US', { maximumFractionDigits: 0 }),
        ]);
        const { unmatched: missing } = checkGrounding(written.join('; '), {
          findings: [findings(held.map((value_usd) => ({ value_usd })))],
          earlier: () => [],
          documents: [],
          questions: [],
          knowledge: [],
        });
        expect(missing).toEqual([]);
      }),
    );
  });

  it('should stay quick with many numbers on both sides', () => {
    const held = Array.from({ length: 5_000 }, (_, index) => ({ value_usd: index * 7_919.31, share: index / 5_003 }));
    const content = Array.from(
      { length: 1_000 },
      (_, index) => `${(index * 31.7).toFixed(2)}% 与 ${index * 13}.77亿`,
    ).join('；');
    const startedAt = performance.now();
    checkGrounding(content, {
      findings: [findings(held)],
      earlier: () => [],
      documents: [],
      questions: [],
      knowledge: [],
    });
    expect(performance.now() - startedAt).toBeLessThan(20_000);
  });
});
