import { parseTable } from './csv-table.js';

describe('parseTable', () => {
  it.each([
    [
      '年份,出口额\n2024,"1,234"\n',
      [
        ['年份', '出口额'],
        ['2024', '1,234'],
      ],
    ],
    [
      '\uFEFFa;b\r\n1,5;2\r\n',
      [
        ['a', 'b'],
        ['1,5', '2'],
      ],
    ],
    [
      'a\tb\n\n1\t2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['one\ntwo', [['one'], ['two']]],
    [
      'a,b\n1,"cut off\n2,3',
      [
        ['a', 'b'],
        ['1', '"cut off'],
        ['2', '3'],
      ],
    ],
    ['a,b\n1\n1,2,3', [['a', 'b'], ['1'], ['1', '2', '3']]],
    [
      'a,b\n5" pipe,2',
      [
        ['a', 'b'],
        ['5" pipe', '2'],
      ],
    ],
    ['', []],
  ])('should read %j', (text, expected) => {
    expect(parseTable(text, 10)).toEqual(expected);
  });

  it('should leave out rows above the limit', () => {
    expect(parseTable('a\n'.repeat(100), 3)).toHaveLength(3);
    expect(parseTable('a\n'.repeat(100))).toHaveLength(100);
  });
});
