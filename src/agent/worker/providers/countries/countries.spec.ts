import { Countries } from './countries.js';

describe('Countries', () => {
  const sut = new Countries([
    { iso3: 'TWN', nameZh: '中国台湾', nameEn: 'Taiwan, China', aliases: ['台湾', 'Chinese Taipei'] },
    { iso3: 'COG', nameZh: null, nameEn: null, aliases: ['Congo'] },
  ]);

  it.each([
    ['USA', 'USA'],
    ['us', 'USA'],
    ['United States of America', 'USA'],
    ['美国', 'USA'],
    ['ＵＳＡ', 'USA'],
    ['越南', 'VNM'],
    ['Türkiye', 'TUR'],
    ['turkey', 'TUR'],
    ['台湾', 'TWN'],
    ['congo', 'COG'],
    ['欧盟', 'EUU'],
    ['the world', 'WLD'],
    ['全球', 'WLD'],
    ['all countries', 'ALL'],
    ['亚特兰蒂斯', undefined],
    ['', undefined],
  ])('should find %j as %s', (name, code) => {
    expect(sut.find(name)).toBe(code);
  });

  it('should prefer our own names when it shows a country', () => {
    expect([sut.name('TWN', 'zh'), sut.name('TWN', 'en'), sut.name('DEU', 'zh'), sut.name('WLD', 'en')]).toEqual([
      '中国台湾',
      'Taiwan, China',
      '德国',
      'World',
    ]);
  });

  it('should show the code itself when it knows no such country', () => {
    expect(sut.name('XXX', 'en')).toBe('XXX');
    expect(sut.has('XXX')).toBe(false);
  });

  it('should find every country by every name it lists', () => {
    for (const { names } of sut.all())
      for (const name of names) expect([name, sut.find(name)]).toEqual([name, expect.any(String)]);
    expect(sut.all().length).toBeGreaterThan(240);
    expect(sut.all().map(({ code }) => code)).not.toContain('ALL');
  });
});
