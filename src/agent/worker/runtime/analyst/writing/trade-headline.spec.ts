import {
  type QueryTradeStatisticsData,
  type TradeRow,
} from '../../../tools/query-trade-statistics/query-trade-statistics.types.js';
import { tradeHeadline } from './trade-headline.js';

const CHINA = { code: 'CHN', name: '中国' };
const USA = { code: 'USA', name: '美国' };
const row = (overrides: Partial<TradeRow> = {}): TradeRow => ({
  reporter: CHINA,
  partner: USA,
  hs_code: '851713',
  hs_description: 'Smartphones',
  flow: 'X',
  period: '2023',
  is_average: false,
  value_usd: 1e9,
  quantity: null,
  quantity_unit: null,
  confidence: 'verbatim',
  source_id: 's1',
  ...overrides,
});
const average = row({ period: '2022–2023 年均值', is_average: true, value_usd: 2e9, source_id: 's2' });
const data = (overrides: Partial<QueryTradeStatisticsData> = {}, years: number[] = []): QueryTradeStatisticsData => ({
  asked: {
    reporter: CHINA,
    partner: USA,
    product: { hs_code: '851713', name: '智能手机', description: 'Smartphones' },
    flow: 'X',
    years,
  },
  rows: [],
  context: [],
  ranking: [],
  shares: [],
  growth: [],
  ...overrides,
});
const otherPeriod = (figure: TradeRow) => ({
  ...figure,
  role: 'same_trade_other_period' as const,
  label: '中国出口至美国',
});

describe('tradeHeadline', () => {
  it('should give the figure of the year that was asked for', () => {
    expect(tradeHeadline(data({ rows: [row()] }, [2023]), 'zh')).toBe(
      '中国对美国出口智能手机（HS 851713）：**10.0亿美元**（2023）[s1]。',
    );
  });

  it('should not give an average for a year although it is among the rows', () => {
    expect(tradeHeadline(data({ rows: [average] }, [2023]), 'zh')).toBe(
      '**数据中没有 2023 年中国对美国出口智能手机（HS 851713）的单年数值**。现有最接近的数据是 2022–2023 年均值：**20.0亿美元**（多年平均值，不是某一年的数值）[s2]。',
    );
  });

  it('should not give another year for the one that was asked for', () => {
    expect(tradeHeadline(data({ context: [otherPeriod(row())] }, [2024]), 'en')).toMatch(
      /^\*\*No single-year figure for 2024 is held .*The nearest that is held is 2023: \*\*US\$1\.00 billion\*\* \[s1\]\.$/,
    );
  });

  it('should prefer the single year to an average when years are asked for', () => {
    expect(tradeHeadline(data({ rows: [average, row()] }, [2022, 2023]), 'zh')).toContain('**10.0亿美元**（2023）');
  });

  it('should say that an average is none of a single year when no year was asked for', () => {
    expect(tradeHeadline(data({ rows: [average] }), 'zh')).toContain('（2022–2023 年均值，不是单一年份）');
  });

  it('should give a quantity only where no amount is held', () => {
    const units = row({ period: '2024', value_usd: null, quantity: 5e6, quantity_unit: 'units' });
    expect(tradeHeadline(data({ rows: [units, row()] }), 'zh')).toContain('**10.0亿美元**');
    expect(tradeHeadline(data({ rows: [units] }), 'zh')).toContain('**500.0万台/件**（2024）');
  });

  it('should say that nothing is held when nothing is', () => {
    expect(tradeHeadline(data({}, [2024]), 'zh')).toBe(
      '**数据中没有 2024 年中国对美国出口智能手机（HS 851713）的单年数值**。',
    );
  });

  it('should name the largest partner when the world was asked for', () => {
    const ranking = [
      { rank: 1, partner: USA, value_usd: 5e8, share: 0.5, period: '2023', is_average: false, source_id: 's1' },
    ];
    const world = data({ rows: [row()], ranking });
    expect(tradeHeadline({ ...world, asked: { ...world.asked, partner: null } }, 'zh')).toContain(
      '已收录伙伴中的最大出口市场是**美国**：5.0亿美元，占 50.0%（2023）[s1]。',
    );
    expect(tradeHeadline(world, 'zh')).not.toContain('最大出口市场');
  });
});
