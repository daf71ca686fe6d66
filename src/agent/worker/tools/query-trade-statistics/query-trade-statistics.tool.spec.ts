import { toolContext } from '../../../../../test/factories/tool-context.js';
import { type Language } from '../../../../common/i18n/language.js';
import { createReferenceProviders } from '../../providers/reference/reference-providers.js';
import { queryTradeStatisticsTool } from './query-trade-statistics.tool.js';

describe('query_trade_statistics on the reference snapshot', () => {
  const sut = queryTradeStatisticsTool(createReferenceProviders());
  const ask = (input: Record<string, unknown>, language: Language = 'en') =>
    sut.run(sut.input.parse(input), toolContext({ language }));

  describe('China’s phones in the USA in 2024', () => {
    const question = { reporter: '中国', partner: '美国', product: '手机', years: [2024] };

    it('should hold no figure of that year and say so', async () => {
      const { data, missing } = await ask(question, 'zh');

      expect(data.rows).toEqual([]);
      expect(missing).toEqual([
        '未收录中国出口至美国的智能手机（HS 851713）2024年单年数据。',
        '该项贸易现有的是 2022–2023 年均值，不是任何单一年份的数值。',
        '该项贸易只有金额（美元），没有数量数据。',
      ]);
    });

    it('should give the average of 2022 and 2023 as an average, with its source', async () => {
      const { data, sources } = await ask(question);

      expect(data.context[0]).toMatchObject({
        role: 'same_trade_other_period',
        period: '2022–2023 average',
        is_average: true,
        value_usd: 46_894_501_616,
        source_id: 'baci-2022-2023',
      });
      expect(sources[0]).toMatchObject({ id: 'baci-2022-2023', licence: 'Etalab-2.0', confidence: 'derived' });
    });

    it('should give what was quoted for 2024, as quoted', async () => {
      const { data } = await ask(question);
      const quoted = data.context.filter(({ period }) => period === '2024');

      expect(quoted).toContainEqual(
        expect.objectContaining({
          role: 'reporter_with_world',
          label: 'exports of China to the world',
          value_usd: 135_300_000_000,
          confidence: 'secondary',
        }),
      );
      expect(quoted.every(({ confidence }) => confidence === 'secondary')).toBe(true);
    });

    it('should compute shares within one source and period only', async () => {
      const { data } = await ask(question);

      expect(data.shares.map(({ label, value, period }) => [label, value.toFixed(3), period])).toEqual([
        ['share of all exports of the product by China', '0.239', '2022–2023 average'],
        ['share of all imports of the product by the United States', '0.765', '2022–2023 average'],
      ]);
    });

    it('should show what the USA report of the same trade', async () => {
      const { data } = await ask(question);

      expect(data.context).toContainEqual(
        expect.objectContaining({
          role: 'mirror',
          label: 'imports of the United States from China',
          period: '2021',
          quantity: 161_190_000,
        }),
      );
    });
  });

  it('should answer with the figure of the year when it is held', async () => {
    const { data, missing, confidence } = await ask({ product: 'smartphones', years: [2023] });

    expect(data.rows).toEqual([
      expect.objectContaining({ period: '2023', is_average: false, value_usd: 137_000_000_000 }),
    ]);
    expect(missing.join()).not.toMatch(/single-year/);
    expect(confidence).toBe('low');
  });

  it('should compute growth between single years of one series', async () => {
    const { data } = await ask({ product: 'smartphones', years: [2022, 2023] });

    expect(data.growth).toContainEqual(
      expect.objectContaining({ from_period: '2022', to_period: '2023', rate: expect.closeTo(-0.01297, 4) }),
    );
    expect(
      data.growth.every(({ from_period, to_period }) => /^\d{4}$/.test(from_period) && /^\d{4}$/.test(to_period)),
    ).toBe(true);
  });

  it('should rank the partners with their shares when all are asked for', async () => {
    const { data, missing } = await ask({ product: '850760', partner: 'ALL' });

    expect(data.asked.partner).toBeNull();
    expect(data.ranking.slice(0, 3).map(({ rank, partner, share }) => [rank, partner.code, share?.toFixed(3)])).toEqual(
      [
        [1, 'USA', '0.180'],
        [2, 'DEU', '0.160'],
        [3, 'KOR', '0.107'],
      ],
    );
    expect(missing).toContain(`The ranking holds ${data.ranking.length} partners only; others are not held.`);
  });

  it('should answer for imports from the importer’s side', async () => {
    const { data } = await ask({ reporter: '德国', partner: 'WLD', product: '锂电池', flow: 'M', years: [2023] }, 'zh');

    expect(data.rows).toEqual([expect.objectContaining({ period: '2023', value_usd: 26_500_000_000 })]);
    expect(data.rows[0]?.reporter).toEqual({ code: 'DEU', name: '德国' });
  });

  it('should find the figures of earlier years under the code of that time', async () => {
    const { data } = await ask({ reporter: 'USA', product: 'mobile phones', flow: 'M', years: [2021] });

    expect(data.rows).toEqual([
      expect.objectContaining({ hs_code: '851712', value_usd: 59_790_000_000, quantity: 199_250_000 }),
    ]);
  });

  it('should offer the parts when a heading is asked for and not held', async () => {
    const { data, missing } = await ask({ product: '8517', partner: 'USA' });

    expect(data.context).toContainEqual(expect.objectContaining({ role: 'part_of_product', hs_code: '851713' }));
    expect(missing[0]).toMatch(/^No figure at all is held/);
  });

  it('should offer the wider group when only that is held', async () => {
    const { data } = await ask({ reporter: '越南', partner: '美国', product: '手机' }, 'zh');

    expect(data.context).toContainEqual(
      expect.objectContaining({ role: 'wider_group', hs_code: '8517', period: '2024-01' }),
    );
  });

  it('should say that nothing is held when nothing is', async () => {
    const { data, missing, confidence } = await ask({ reporter: 'Brazil', partner: 'Chile', product: 'garlic' });

    expect(data.rows).toEqual([]);
    expect(missing).toEqual(['No figure at all is held for exports of Brazil to Chile of Garlic (HS 070320).']);
    expect(confidence).toBe('low');
  });

  it('should answer for all goods with what customs published', async () => {
    const { data, confidence } = await ask({ product: 'TOTAL', years: [2019] });

    expect(data.rows).toEqual([expect.objectContaining({ value_usd: 2_499_028_927_000, confidence: 'verbatim' })]);
    expect(confidence).toBe('high');
  });

  it.each([
    [{ product: 'phones', partner: '亚特兰蒂斯' }, 'COUNTRY_NOT_RECOGNISED'],
    [{ product: 'qwertyuiop' }, 'PRODUCT_NOT_RECOGNISED'],
  ])('should refuse %j with %s', async (input, code) => {
    await expect(ask(input)).rejects.toMatchObject({ code });
  });
});
