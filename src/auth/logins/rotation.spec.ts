import { judgeRotation, ROTATION_GRACE_MS, type RotationState } from './rotation.js';

const NOW = new Date('2025-11-22T12:00:00Z');
const ago = (ms: number) => new Date(NOW.getTime() - ms);

describe('judgeRotation', () => {
  const login: RotationState = { generation: 3, rotatedAt: ago(1_000), expiresAt: ago(-60_000), revokedAt: null };
  const sut = (generation: number, state: Partial<RotationState> = {}) =>
    judgeRotation(generation, { ...login, ...state }, NOW);

  it('should rotate when the token is of the current generation', () => {
    expect(sut(3)).toBe('rotate');
    expect(sut(1, { generation: 1, rotatedAt: null })).toBe('rotate');
  });

  it.each([
    ['at once', 0, 'repeat'],
    ['at the last moment of the grace', ROTATION_GRACE_MS, 'repeat'],
    ['a moment after the grace', ROTATION_GRACE_MS + 1, 'replay'],
  ])('should judge the immediate parent that comes again %s', (_when, elapsed, verdict) => {
    expect(sut(2, { rotatedAt: ago(elapsed) })).toBe(verdict);
  });

  it('should know no grace for an older ancestor', () => {
    expect(sut(1, { rotatedAt: NOW })).toBe('replay');
  });

  it.each([
    ['was revoked', { revokedAt: ago(1) }],
    ['expired this very moment', { expiresAt: NOW }],
  ])('should be over when the login %s, whatever the token', (_how, state) => {
    expect([1, 2, 3].map((generation) => sut(generation, state))).toEqual(['over', 'over', 'over']);
  });
});
