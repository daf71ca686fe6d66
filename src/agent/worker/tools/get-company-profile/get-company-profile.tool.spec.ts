import { toolContext } from '../../../../../test/factories/tool-context.js';
import { type Language } from '../../../../common/i18n/language.js';
import { createReferenceProviders } from '../../providers/reference/reference-providers.js';
import { getCompanyProfileTool } from './get-company-profile.tool.js';

describe('get_company_profile on the reference snapshot', () => {
  const sut = getCompanyProfileTool(createReferenceProviders());
  const ask = (name: string, language: Language = 'zh') =>
    sut.run(sut.input.parse({ name }), toolContext({ language }));

  it('should give each fact with its source, date and label', async () => {
    const { data, sources, confidence } = await ask('富士康');

    expect(data.company).toMatchObject({ id: 'hon-hai-foxconn', country: { code: 'TWN', name: '中国台湾' } });
    expect(data.facts).toContainEqual({
      field: 'registration_no',
      label: '登记号码',
      value: '04541302',
      unit: null,
      period: null,
      as_of: '2023-08-14',
      note: 'Taiwan unified business number',
      confidence: 'verbatim',
      source_id: 'twse-2023-08-14',
    });
    expect(data.facts).toContainEqual(
      expect.objectContaining({ field: 'supplier_list', value: 'Apple Supplier List', period: 'FY2023' }),
    );
    expect(sources.map(({ id }) => id)).toEqual(expect.arrayContaining(['twse-2023-08-14', 'ettoday-apple-fy2023']));
    expect(confidence).toBe('high');
  });

  it('should tell what a buyer would check, and name each point nothing is held on', async () => {
    const { data, missing } = await ask('Foxconn', 'en');
    const held = data.qualification.filter((check) => check.held).map(({ check }) => check);

    expect(held).toEqual(['legal_identity', 'registered_address', 'listing', 'customer_supplier_list']);
    expect(missing.filter((sentence) => sentence.startsWith('Not held')).length + held.length).toBe(
      data.qualification.length,
    );
    expect(missing).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Not held: Certificates/),
        expect.stringMatching(/^Not held: Business licence/),
        expect.stringMatching(/^Not held: LEI/),
      ]),
    );
  });

  it('should say that exports of a single company are not held, and offer its products to ask for', async () => {
    const { data, missing } = await ask('比亚迪电子');

    expect(missing.at(-1)).toBe('未收录该公司自身的进出口额及出口目的国：海关统计按产品和国家公布，不按企业公布。');
    expect(data.products[0]).toMatchObject({ hs_code: '851713', name: '智能手机' });
  });

  it('should give revenue as a number with currency and year, and say how old the newest is', async () => {
    const { data, missing } = await ask('BYD Electronic', 'en');

    expect(data.facts).toContainEqual(
      expect.objectContaining({
        field: 'revenue',
        value: 73_121_000_000,
        unit: 'CNY',
        period: '2020',
        confidence: 'secondary',
      }),
    );
    expect(missing).toContain('The newest revenue held is of 2020.');
  });

  it('should name the other companies a name may mean', async () => {
    const { data } = await ask('BYD', 'en');

    expect(data.company?.id).toBe('byd');
    expect(data.alternatives.map(({ id }) => id)).toContain('byd-electronic');
  });

  it('should say so when no such company is held', async () => {
    const { data, missing, confidence } = await ask('亚特兰蒂斯贸易');

    expect([data.company, data.facts, data.qualification]).toEqual([null, [], []]);
    expect(missing[0]).toBe('未收录名为“亚特兰蒂斯贸易”的公司。');
    expect(confidence).toBe('low');
  });
});
