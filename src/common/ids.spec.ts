import { firstIdOf, newId } from './ids.js';

describe('firstIdOf', () => {
  it('should stand between the ids made before a time and those made from it on', () => {
    const before = newId();
    const time = Date.now() + 1;
    const sut = firstIdOf(time);
    expect(before < sut).toBe(true);
    while (Date.now() < time);
    expect(newId() >= sut).toBe(true);
  });

  it('should be the first of its millisecond', () => {
    expect(firstIdOf(0)).toBe('00000000-0000-7000-8000-000000000000');
    expect(firstIdOf(-1)).toBe(firstIdOf(0));
  });
});
