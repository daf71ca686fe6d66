import fc from 'fast-check';
import { readFigures } from './read-figures.js';

describe('readFigures', () => {
  const values = (text: string) => readFigures(text).map(({ readings }) => Number(readings[0]?.value.toPrecision(12)));
  const texts = (text: string) => readFigures(text).map((figure) => figure.text);

  it.each<[string, number[]]>([
    ['1,234.5', [1234.5]],
    ['出口额 468.9亿美元', [46.89e9]],
    ['12.3亿', [1.23e9]],
    ['1.2万亿元、3,400万台、5千万件、20万吨、6千克', [1.2e12, 34e6, 5e7, 2e5, 6]],
    ['US$46.89 billion, 3.4 million units, 12k, $5.2bn, €3M, 1.2 trillion', [46.89e9, 3.4e6, 12e3, 5.2e9, 3e6, 1.2e12]],
    ['占 46.8%，增长 12％，下降3.5个百分点', [46.8, 12, 3.5]],
    ['a share of 12.5 percent, up 3 percentage points', [12.5, 3]],
    ['是前者的2.3倍，3.5 times, 2x', [2.3, 3.5, 2]],
    ['10–15%，3-5 million，30万至50万台，between 2 and 3 billion', [10, 15, 3e6, 5e6, 3e5, 5e5, 2e9, 3e9]],
    ['-5.2% and +12.1%', [5.2, 12.1]],
    ['有2000人，2,000 companies，US$2000', [2000, 2000, 2000]],
    ['HS 851713、8517.13.00、第85章', [851713, NaN, 85]],
    ['４６８．９亿', [46.89e9]],
    ['| 1 | 美国 | 468.9亿美元 | 46.8% |', [1, 46.89e9, 46.8]],
    ['共3家，2 units.', [3, 2]],
  ])('should read %j', (text, expected) => {
    expect(values(text)).toEqual(expected);
  });

  it.each([
    '2023年、2022–2023 年均值、2022-23、FY2023',
    '2023-08-14, 2023/08, 2023年8月14日, 3季度, August 14, 14 Aug, Q3 2023, 2026-11-22T08:00:00.000Z',
    '1. 第一\n2) two\n（3）三\n- 4. four\n## 5. five\nStep 2',
    '见 [s1][s12] 和 https://example.org/a/2024?id=37、[x](https://x.org/99)',
    'ISO 9001, IATF 16949:2016, GB/T 19001-2016, IEC 62133',
    '- 如果关税是10%呢？\n- How many cartons of 60x40x40 cm, 15 kg fit into a container?',
    '请提供货值，例如“货值10000美元，运费800，关税5%”; e.g. “60x40 cm, 15 kg”',
    'HS 编码为 4–6 位，6 位；a code of 4 to 6 digits, a 6-digit code',
    '5G, 3C, USB-3, H100, 40HQ, BYD2, Cat6',
  ])('should find no figure in %j', (text) => {
    expect(texts(text)).toEqual([]);
  });

  it('should say what was written and where', () => {
    const text = '约为 US$46.89 billion（46.8%）';
    expect(
      readFigures(text).map((figure) => [figure.text, text.slice(figure.offset).startsWith(figure.text), figure.kind]),
    ).toEqual([
      ['US$46.89 billion', true, 'amount'],
      ['46.8%', true, 'percent'],
    ]);
  });

  it.each([
    ['47 billion', 0.5e9],
    ['46.9 billion', 0.05e9],
    ['about 400 million', 40e6],
    ['approximately US$400 million', 40e6],
    ['超过 460亿', 10e8],
    ['近500亿', 50e8],
    ['500亿', 0.5e8],
    ['300多家', 30],
  ])('should take %j to be off by up to %d', (text, tolerance) => {
    expect(readFigures(text)[0]?.readings[0]?.tolerance).toBeCloseTo(tolerance, 3);
  });

  it('should find every amount that is written in a text, however it is written', () => {
    const amount = fc.tuple(
      fc.integer({ min: 1, max: 99_999 }),
      fc.constantFrom('万', '亿', ' million', ' billion', '%', ''),
    );
    const between = fc.constantFrom('，', '; ', ' 与 ', '\n- ', ' | ');
    fc.assert(
      fc.property(fc.array(fc.tuple(amount, between), { maxLength: 20 }), (written) => {
        const numbers = written.map(([[number]]) => number + 0.5);
        const text = written.map(([[number, unit], separator]) => `约${number}.5${unit}${separator}`).join('');
        expect(readFigures(text).map((figure) => Number.parseFloat(figure.text))).toEqual(numbers);
      }),
    );
  });

  it.each([
    '9',
    '1,',
    '1.',
    '9-',
    '$1',
    '1 ',
    '1万',
    '(1)',
    '20',
    '2020-1',
    '\n1. ',
    '- ',
    'ISO 9',
    'Jan 1',
    'https://',
    '约',
    'and 1',
  ])('should need no longer than a text is long: %j over and over', (piece) => {
    const text = piece.repeat(Math.ceil(50_000 / piece.length));
    const startedAt = performance.now();
    readFigures(text);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });
});
