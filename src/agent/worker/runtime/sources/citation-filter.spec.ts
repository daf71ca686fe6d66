import { CitationFilter } from './citation-filter.js';

describe('CitationFilter', () => {
  const filter = (...pieces: string[]) => {
    const sut = new CitationFilter((id) => ['s1', 's2', 's12'].includes(id));
    return [...pieces.map((piece) => sut.push(piece)), sut.flush()];
  };

  it.each([
    ['A [s1] and [s2].', 'A [s1] and [s2].'],
    ['A [s1, s2; s12].', 'A [s1][s2][s12].'],
    ['A [s9] B', 'A  B'],
    ['A [s1, s9]', 'A [s1]'],
    ['A [link](x) [sic] [', 'A [link](x) [sic] ['],
  ])('should turn %j into %j, in whatever pieces it comes', (text, expected) => {
    for (let cut = 0; cut <= text.length; cut += 1) {
      expect(filter(text.slice(0, cut), text.slice(cut)).join('')).toBe(expected);
    }
    expect(filter(...Array.from(text)).join('')).toBe(expected);
  });

  it('should hold back nothing but what may become a reference', () => {
    expect(filter('plain text', ' [s', '1] more')).toEqual(['plain text', ' ', '[s1] more', '']);
  });
});
