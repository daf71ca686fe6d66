import { CURSOR_PARTS, decodeCursor, encodeCursor } from './page-cursor.js';

const ID = '019aa7c5-7f3e-7b1a-9c41-2f6f0c7f9d10';
const SHAPE = [CURSOR_PARTS.flag, CURSOR_PARTS.time, CURSOR_PARTS.id];

describe('decodeCursor', () => {
  it('should read a position as it was written', () => {
    const position = ['0', '2026-02-28T23:59:59.999Z', ID];

    expect(decodeCursor(encodeCursor(position), SHAPE)).toEqual(position);
  });

  it.each([
    ['an hour', '2026-11-22T99:99:99.999Z'],
    ['a month', '2026-99-01T00:00:00.000Z'],
    ['a day', '2026-02-30T00:00:00.000Z'],
    ['a year', '0000-01-01T00:00:00.000Z'],
    ['a form', '2026-11-22T08:00:00Z'],
    ['a meaning', 'yesterday'],
  ])('should refuse a moment with %s that it cannot have', (_what, time) => {
    expect(() => decodeCursor(encodeCursor(['0', time, ID]), SHAPE)).toThrow(
      expect.objectContaining({ kind: expect.objectContaining({ code: 'INVALID_CURSOR', status: 422 }) }),
    );
  });

  it.each([
    ['a flag', ['2', '2026-11-22T08:00:00.000Z', ID]],
    ['an id', ['0', '2026-11-22T08:00:00.000Z', `${ID}0`]],
    ['too few parts', ['0']],
    ['something else than texts', [0, '2026-11-22T08:00:00.000Z', ID]],
  ])('should refuse a changed position: %s', (_what, position) => {
    expect(() => decodeCursor(encodeCursor(position as string[]), SHAPE)).toThrow(
      expect.objectContaining({ code: 'INVALID_CURSOR' }),
    );
  });
});
