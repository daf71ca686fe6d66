import { retryDelay } from './retry-delay.js';

const shortest = (attempt: number, retryAfter?: number) => retryDelay(attempt, retryAfter, () => 0);
const longest = (attempt: number, retryAfter?: number) => retryDelay(attempt, retryAfter, () => 1);

describe('retryDelay', () => {
  it('should double with every attempt when nobody asks for a time', () => {
    expect([1, 2, 3, 4].map((attempt) => longest(attempt))).toEqual([400, 800, 1_600, 3_200]);
  });

  it('should differ by up to a half of it, so that those who failed together do not come back together', () => {
    expect([1, 2, 3, 4].map((attempt) => shortest(attempt))).toEqual([200, 400, 800, 1_600]);
    expect(new Set(Array.from({ length: 20 }, () => retryDelay(4, undefined))).size).toBeGreaterThan(1);
  });

  it('should stay below a limit when there were many attempts', () => {
    expect([shortest(50), longest(50)]).toEqual([10_000, 20_000]);
  });

  it.each([1, 7, 50])(
    'should never be over before the time that was asked for, nor long after, at attempt %d',
    (attempt) => {
      expect(shortest(attempt, 3)).toBeGreaterThanOrEqual(3_000);
      expect(longest(attempt, 3)).toBeGreaterThan(shortest(attempt, 3));
      expect(longest(attempt, 3)).toBeLessThanOrEqual(3_000 + longest(attempt) / 4);
    },
  );
});
