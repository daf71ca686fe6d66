import { pieces } from './streaming.js';

describe('pieces', () => {
  it.each(['第一句。第二句！\n\n| a | b |\n| --- | --- |\n', 'One line\n\n\nanother。', '', '\n', '。。', 'no end'])(
    'should lose nothing of %j',
    (text) => {
      expect(pieces(text).join('')).toBe(text);
    },
  );

  it('should cut after sentences and lines', () => {
    expect(pieces('一。二！\n三')).toEqual(['一。', '二！', '\n', '三']);
  });
});
