import { makeAttachment } from '../../../../test/factories/attachment.js';
import { shareOut as sut } from './share-out.js';

const attachment = (name: string, text: string) => makeAttachment(name, text);

describe('shareOut', () => {
  it('should leave texts alone that fit together', () => {
    const files = [attachment('a', 'x'.repeat(6)), attachment('b', 'y'.repeat(4))];

    expect(sut(files, 10)).toEqual(files);
  });

  it('should give the longer ones what the short ones leave, and keep the order', () => {
    const cut = sut([attachment('a', 'x'.repeat(90)), attachment('b', 'yy'), attachment('c', 'z'.repeat(90))], 42);

    expect(cut.map(({ name, text, truncated }) => [name, text.length, truncated])).toEqual([
      ['a', 20, true],
      ['b', 2, false],
      ['c', 20, true],
    ]);
  });

  it('should cut at the end of a line, and never inside a character', () => {
    const rows = sut([attachment('a', '1\t2\n3\t4\n5\t6\n')], 10);
    const words = sut([attachment('a', 'ab😀cd')], 3);

    expect(rows[0]?.text).toBe('1\t2\n3\t4');
    expect(words[0]?.text).toBe('ab');
  });
});
