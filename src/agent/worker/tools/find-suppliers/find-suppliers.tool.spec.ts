import { toolContext } from '../../../../../test/factories/tool-context.js';
import { type Language } from '../../../../common/i18n/language.js';
import { createReferenceProviders } from '../../providers/reference/reference-providers.js';
import { findSuppliersTool } from './find-suppliers.tool.js';

describe('find_suppliers on the reference snapshot', () => {
  const sut = findSuppliersTool(createReferenceProviders());
  const ask = (input: Record<string, unknown>, language: Language = 'en') =>
    sut.run(sut.input.parse(input), toolContext({ language }));

  it('should find makers of a product with the reason and its sources', async () => {
    const { data, missing } = await ask({ product: '太阳能板' }, 'zh');

    expect(data.product).toMatchObject({ hs_code: '854143', name: '太阳能组件' });
    expect(data.companies.map(({ id }) => id)).toEqual(['longi', 'trina-solar']);
    expect(data.companies[0]?.why).toContain('主要产品属于 HS 854143 太阳能组件');
    expect(data.companies[0]?.facts[0]).toMatchObject({ field: 'main_products', source_id: 'financedatabase-2026-08' });
    expect(missing).toContain('未收录供应商的报价、起订量、产能和联系人，请直接询价。');
  });

  it('should rank the exporting countries by the newest list held', async () => {
    const { data } = await ask({ product: 'smartphones' });

    expect(
      data.countries
        .slice(0, 3)
        .map(({ rank, country, period, is_average }) => [rank, country.code, period, is_average]),
    ).toEqual([
      [1, 'CHN', '2024', false],
      [2, 'HKG', '2024', false],
      [3, 'IND', '2024', false],
    ]);
  });

  it('should give the one exporter it holds without a rank', async () => {
    const { data } = await ask({ product: 'toys' });

    expect(data.countries).toEqual([
      expect.objectContaining({ rank: null, country: { code: 'CHN', name: 'China' }, is_average: true }),
    ]);
  });

  it('should keep to a country and to the number asked for', async () => {
    const taiwan = await ask({ product: 'laptop', country: '台湾', limit: 3 });

    expect(taiwan.data.companies).toHaveLength(3);
    expect(taiwan.data.companies.every(({ country }) => country.code === 'TWN')).toBe(true);
  });

  it('should search by words when no HS code is found, and say so', async () => {
    const { data, missing } = await ask({ product: 'ODM' });

    expect(data.product).toBeNull();
    expect(data.companies.map(({ id }) => id)).toContain('pegatron');
    expect(missing[0]).toMatch(/^No HS code was found for "ODM"/);
  });

  it('should say so when nobody is held', async () => {
    const { data, missing, confidence } = await ask({ product: 'garlic' });

    expect(data.companies).toEqual([]);
    expect(missing[0]).toBe('No company that makes Garlic is held.');
    expect(confidence).toBe('low');
  });

  it('should refuse a country that is none', async () => {
    await expect(ask({ product: 'phones', country: '亚特兰蒂斯' })).rejects.toMatchObject({
      code: 'COUNTRY_NOT_RECOGNISED',
    });
  });
});
