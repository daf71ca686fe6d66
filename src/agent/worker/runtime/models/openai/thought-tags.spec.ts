import fc from 'fast-check';
import { ThoughtTags } from './thought-tags.js';

describe('ThoughtTags', () => {
  const read = (texts: readonly string[]) => {
    const sut = new ThoughtTags();
    const pieces = [...texts.flatMap((text) => sut.push(text)), ...sut.flush()];
    const join = (thought: boolean) =>
      pieces.flatMap((piece) => (piece.thought === thought ? [piece.text] : [])).join('');
    return { thought: join(true), answer: join(false) };
  };

  it.each([
    ['Hello', { thought: '', answer: 'Hello' }],
    ['<think>Hm.</think>\n\nHello', { thought: 'Hm.', answer: 'Hello' }],
    ['\n<think>\n</think>Hello', { thought: '\n', answer: 'Hello' }],
    ['<think>never ends', { thought: 'never ends', answer: '' }],
    ['a <think> later </think>', { thought: '', answer: 'a <think> later </think>' }],
    ['<thin', { thought: '', answer: '<thin' }],
    ['  5 < 7', { thought: '', answer: '  5 < 7' }],
  ])('should read %j', (text, expected) => {
    expect(read([text])).toEqual(expected);
  });

  it('should read the same however the text is cut', () => {
    const parts = fc.constantFrom('<think>', '</think>', '<', 'think', '>', 'a', '/', '手机', '\n');
    const cuts = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1 });
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 12 }), cuts, (words, lengths) => {
        const text = words.join('');
        const pieces: string[] = [];
        for (let at = 0, turn = 0; at < text.length; turn += 1) {
          const length = lengths[turn % lengths.length] ?? 1;
          pieces.push(text.slice(at, at + length));
          at += length;
        }
        expect(read(pieces)).toEqual(read([text]));
      }),
    );
  });
});
