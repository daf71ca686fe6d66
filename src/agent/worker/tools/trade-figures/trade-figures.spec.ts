import { type TradeFact } from '../../providers/trade-data.port.js';
import { partsOf, yearsOnYears } from './trade-comparison.js';
import { isOfYears, newestFirst, shownPeriod } from './trade-periods.js';
import { rank } from './trade-ranking.js';

const fact = (changes: Partial<TradeFact>): TradeFact => ({
  reporter: 'CHN',
  partner: 'USA',
  hsCodes: ['851713'],
  description: null,
  flow: 'X',
  period: '2024',
  isAverage: false,
  valueUsd: 100,
  quantity: null,
  quantityUnit: null,
  series: 'customs',
  confidence: 'verbatim',
  sourceId: 'customs',
  ...changes,
});
const average = fact({ period: '2022-2023', isAverage: true });

describe('periods of figures', () => {
  it.each([
    ['2024', false, '2024', '2024'],
    ['2024-01', false, '2024-01', '2024-01'],
    ['2023-01..04', false, '2023-01 to 2023-04', '2023-01 至 2023-04'],
    ['2022-2023', true, '2022–2023 average', '2022–2023 年均值'],
  ])('should show %s (average: %s) as %s', (period, isAverage, en, zh) => {
    expect(shownPeriod({ period, isAverage }, 'en')).toEqual({ period: en, is_average: isAverage });
    expect(shownPeriod({ period, isAverage }, 'zh')).toEqual({ period: zh, is_average: isAverage });
  });

  it('should take neither an average nor a month for the year asked for', () => {
    const figures = [fact({}), fact({ period: '2024-01' }), average, fact({ isAverage: true })];

    expect(figures.map((one) => isOfYears(one, [2022, 2023, 2024]))).toEqual([true, false, false, false]);
  });

  it('should put the newest first, and a year before an average that ends with it', () => {
    const periods = [
      average,
      fact({ period: '2023' }),
      fact({ period: '2024-01' }),
      fact({ period: '2023-01..04' }),
      fact({}),
    ];

    expect(periods.toSorted(newestFirst).map(({ period }) => period)).toEqual([
      '2024',
      '2024-01',
      '2023',
      '2022-2023',
      '2023-01..04',
    ]);
  });
});

describe('partsOf', () => {
  const whole = fact({ partner: 'WLD', valueUsd: 400 });

  it('should pair a figure with the total of the same period, series and goods', () => {
    expect(partsOf([fact({})], [fact({ partner: 'WLD', period: '2023', valueUsd: 1 }), whole])).toEqual([
      { part: fact({}), whole },
    ]);
  });

  it.each<[string, Partial<TradeFact>]>([
    ['another series', { series: 'press' }],
    ['another period', { period: '2023' }],
    ['other goods', { hsCodes: ['851712', '851713'] }],
    ['no value', { valueUsd: null }],
    ['nothing in it', { valueUsd: 0 }],
  ])('should leave a figure alone when the total has %s', (_, changes) => {
    expect(partsOf([fact({})], [{ ...whole, ...changes }])).toEqual([]);
  });
});

describe('yearsOnYears', () => {
  it('should pair each year with the one before it that is held', () => {
    const facts = [fact({ period: '2021' }), fact({ period: '2024' }), fact({ period: '2022' })];

    expect(yearsOnYears(facts).map(({ from, to }) => [from.period, to.period])).toEqual([
      ['2022', '2024'],
      ['2021', '2022'],
    ]);
  });

  it('should never compare with an average, a month, another series or another route', () => {
    const others = [
      average,
      fact({ period: '2023-01' }),
      fact({ period: '2023', series: 'press' }),
      fact({ period: '2023', partner: 'WLD' }),
    ];

    expect(yearsOnYears([fact({}), ...others])).toEqual([]);
  });

  it('should not grow from nothing', () => {
    expect(
      yearsOnYears([fact({ period: '2023', valueUsd: 0 }), fact({ period: '2022', valueUsd: null }), fact({})]),
    ).toEqual([]);
  });
});

describe('rank', () => {
  const list = (period: string, series = 'customs') =>
    ['USA', 'DEU', 'JPN'].map((partner, index) => fact({ partner, period, series, valueUsd: 100 + index }));

  it('should rank one list only: that of the year asked for, else the newest', () => {
    const facts = [...list('2023'), ...list('2024', 'press'), ...list('2022')];

    expect(rank(facts, [], [2022]).map(({ fact: one }) => [one.partner, one.period])).toEqual([
      ['JPN', '2022'],
      ['DEU', '2022'],
      ['USA', '2022'],
    ]);
    expect(rank(facts, [], []).map(({ fact: one }) => one.series)).toEqual(['press', 'press', 'press']);
  });

  it('should give shares of the comparable total only', () => {
    const total = fact({ partner: 'WLD', period: '2023', valueUsd: 1000 });

    expect(rank(list('2023'), [total], []).map(({ share }) => share)).toEqual([0.102, 0.101, 0.1]);
    expect(rank(list('2023'), [{ ...total, series: 'press' }], []).map(({ share }) => share)).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('should not rank fewer than three', () => {
    expect(rank(list('2023').slice(1), [], [])).toEqual([]);
  });
});
