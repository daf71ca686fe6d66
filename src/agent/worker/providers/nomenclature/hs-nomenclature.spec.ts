import { loadReferenceSnapshot } from '../reference/reference-snapshot.js';

describe('HsNomenclature', () => {
  const sut = loadReferenceSnapshot().nomenclature;
  const best = (text: string) => sut.search(text, 1)[0];

  it.each([
    ['手机', '851713'],
    ['智能手机', '851713'],
    ['手機', '851713'],
    ['５G手机', '851713'],
    ['smartphones', '851713'],
    ['Mobile Phone', '851713'],
    ['Apple iPhone 15 Pro 256GB', '851713'],
    ['老人机', '851714'],
    ['手机壳', '392690'],
    ['手机充电器', '850440'],
    ['phone charger', '850440'],
    ['笔记本电脑', '847130'],
    ['laptops', '847130'],
    ['服务器', '847150'],
    ['蓝牙耳机', '851762'],
    ['wireless earbuds', '851762'],
    ['耳机', '851830'],
    ['headphones', '851830'],
    ['电视', '852872'],
    ['显示器', '852852'],
    ['锂电池', '850760'],
    ['lithium-ion batteries', '850760'],
    ['太阳能板', '854143'],
    ['solar panels', '854143'],
    ['LED灯泡', '853952'],
    ['led light bulbs', '853952'],
    ['芯片', '854231'],
    ['新能源汽车', '870380'],
    ['electric vehicles', '870380'],
    ['电动自行车', '871160'],
    ['e-bikes', '871160'],
    ['自行车', '871200'],
    ['无人机', '880622'],
    ['drones', '880622'],
    ['空调', '841510'],
    ['冰箱', '841810'],
    ['洗衣机', '845011'],
    ['空气炸锅', '851660'],
    ['扫地机器人', '850811'],
    ['玩具', '950300'],
    ['儿童玩具', '950300'],
    ['plush toys', '950300'],
    ['跑步机', '950691'],
    ['沙发', '940161'],
    ['实木家具', '940360'],
    ['office chairs', '940171'],
    ['cotton T-shirts', '610910'],
    ['T恤', '610910'],
    ['牛仔裤', '620342'],
    ['running shoes', '640411'],
    ['皮鞋', '640399'],
    ['handbags', '420222'],
    ['毛巾', '630260'],
    ['保温杯', '961700'],
    ['stainless steel water bottle', '961700'],
    ['轮胎', '401110'],
    ['轴承', '848210'],
    ['阀门', '848180'],
    ['化妆品', '330499'],
    ['口红', '330410'],
    ['大蒜', '070320'],
    ['奶粉', '190110'],
    ['机床', '8463'],
    ['大豆', '1201'],
    ['原油', '2709'],
    ['fresh apples', '0808'],
    ['soybeans', '1201'],
    ['coffee beans', '0901'],
    ['crude oil', '2709'],
    ['tea', '0902'],
    ['茶叶', '0902'],
    ['steel', '72'],
    ['服装', '61'],
    ['冷氣機', '841510'],
    ['晶片', '854231'],
    ['bluetooth earphones', '851762'],
    ['iPhone case', '392690'],
    ['wooden toy car', '950300'],
    ['lithium battery pack for electric scooters', '850760'],
  ])('should take %j for %s', (text, code) => {
    expect(best(text)?.code).toBe(code);
  });

  it.each([
    ['851713', '851713', 'code'],
    ['8517.13', '851713', 'code'],
    ['HS 8517.13', '851713', 'code'],
    ['8517130000', '851713', 'code'],
    ['8517', '8517', 'code'],
    ['85', '85', 'code'],
    ['851712', '851713', 'former_code'],
    ['010121', '0101', 'inside_code'],
  ])('should take the digits %j for %s', (text, code, kind) => {
    expect(best(text)).toMatchObject({ code, reasons: [{ kind }] });
  });

  it.each(['', '？？', 'qwertyuiop', '999999', '1234567890', '量子纠缠'])('should find nothing for %j', (text) => {
    expect(sut.search(text, 5)).toEqual([]);
  });

  it.each(['手机支架', 'iPhone手机支架', '汽车座椅套'])(
    'should not take the part before the thing itself for it in %j',
    (text) => {
      expect(best(text)?.score ?? 0).toBeLessThan(0.45);
    },
  );

  it('should offer the codes inside a heading after the heading itself', () => {
    expect(sut.search('8517', 5).map(({ code }) => code)).toEqual(['8517', '851713', '851714', '851762']);
  });

  it('should not take a single character for a word inside another one', () => {
    expect(sut.search('机床', 5).map(({ code }) => code)).not.toContain('940350');
  });

  it('should say what matched and never score above one', () => {
    const matches = ['手机', 'cotton shirts', '蓝牙耳机充电器', '8517'].flatMap((text) => sut.search(text, 20));

    expect(matches.every(({ score, reasons }) => score > 0 && score <= 1 && reasons.length > 0)).toBe(true);
  });

  it('should name the codes of earlier editions under which figures are found', () => {
    expect(sut.statisticalCodes('851713')).toEqual(['851713', '851712']);
    expect(sut.statisticalCodes('847130')).toEqual(['847130']);
  });
});
