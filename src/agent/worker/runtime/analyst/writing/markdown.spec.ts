import { plain, table } from './markdown.js';

describe('plain', () => {
  it('should leave no markup, line break or reference in text from outside', () => {
    expect(plain('# Buy **now** [s1]\n<b>x</b> `y`')).toBe('Buy now s1 b x /b y');
  });

  it('should shorten what is too long', () => expect(plain('a'.repeat(20), 10)).toBe(`${'a'.repeat(9)}…`));
});

describe('table', () => {
  it('should leave out columns that are empty in every row', () => {
    expect(
      table(
        ['A', 'B', 'C'],
        [
          ['1', '', '3'],
          ['4', '', ''],
        ],
      ),
    ).toBe('| A | C |\n| --- | --- |\n| 1 | 3 |\n| 4 |  |');
  });

  it('should keep a cell in its cell', () => expect(table(['A'], [['x|y\nz']])).toContain('| x\\|y z |'));

  it('should be nothing without rows', () => expect(table(['A'], [])).toBeUndefined());
});
