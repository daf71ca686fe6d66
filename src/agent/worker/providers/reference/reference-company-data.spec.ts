import { ReferenceCompanyData } from './reference-company-data.js';
import { loadReferenceSnapshot } from './reference-snapshot.js';

describe('ReferenceCompanyData', () => {
  const sut = new ReferenceCompanyData(loadReferenceSnapshot());
  const names = async (name: string) => (await sut.search(name)).matches.map(({ company }) => company.id);

  it.each([
    ['富士康', 'hon-hai-foxconn'],
    ['鴻海精密工業股份有限公司', 'hon-hai-foxconn'],
    ['Foxconn', 'hon-hai-foxconn'],
    ['hon hai precision industry co ltd', 'hon-hai-foxconn'],
    ['比亚迪电子', 'byd-electronic'],
    ['BYD Electronic (International) Company Limited', 'byd-electronic'],
    ['比亚迪', 'byd'],
    ['比亚迪股份有限公司', 'byd'],
    ['BYD', 'byd'],
    ['华硕', 'asus'],
    ['TSMC', 'tsmc'],
    ['TWSE:2317', 'hon-hai-foxconn'],
    ['0285.HK', 'byd-electronic'],
    ['HKEX:285', 'byd-electronic'],
    ['HKEX:2382', 'sunny-optical'],
    ['2382.TW', 'quanta'],
    ['美的集团股份有限公司', 'midea'],
  ])('should find %j as %s', async (name, id) => {
    expect((await names(name))[0]).toBe(id);
  });

  it.each(['阿里巴巴云计算', 'Unheard-of Trading GmbH', '有限公司', 'HKEX:99999', ''])(
    'should not find %j',
    async (name) => {
      expect(await names(name)).toEqual([]);
    },
  );

  it('should put makers of the very product before makers of its neighbours', async () => {
    const { matches } = await sut.makersOf({ hsCodes: ['854143'], words: '太阳能组件', country: undefined });

    expect(matches.map(({ company }) => company.id)).toEqual(['longi', 'trina-solar']);
    expect(matches[0]?.reasons).toContainEqual({ kind: 'code', hsCode: '854143' });
  });

  it('should find makers by the words of their sourced products when there is no code', async () => {
    const { matches } = await sut.makersOf({ hsCodes: [], words: 'cover glass', country: undefined });

    expect(matches[0]).toMatchObject({
      company: { id: 'lens-technology' },
      reasons: [{ kind: 'words', words: ['cover', 'glass'] }],
    });
  });

  it('should keep to a country when one is asked for', async () => {
    const { matches } = await sut.makersOf({ hsCodes: ['847130'], words: 'laptops', country: 'HKG' });

    expect(matches.map(({ company }) => company.id)).toEqual(['lenovo']);
  });
});
