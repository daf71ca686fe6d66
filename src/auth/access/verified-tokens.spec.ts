import { newId } from '../../common/ids.js';
import { permissionsOf } from './permissions.js';
import { type Principal } from './principal.js';
import { VerifiedTokens } from './verified-tokens.js';

const NOW = Date.parse('2026-01-01T00:00:00Z');

function principal(expiresAt: number): Principal {
  return {
    userId: newId(),
    role: 'user',
    permissions: permissionsOf('user'),
    credential: { kind: 'login', id: newId() },
    tokenExpiresAt: new Date(expiresAt),
  };
}

describe('VerifiedTokens', () => {
  let sut: VerifiedTokens;

  beforeEach(() => {
    jest.useFakeTimers({ now: NOW });
    sut = new VerifiedTokens();
  });
  afterEach(() => jest.useRealTimers());

  it('should know whom a token proves when it was verified', () => {
    const bearer = principal(NOW + 1);
    sut.remember('a.b.c', bearer);

    expect(sut.find('a.b.c')).toBe(bearer);
    expect(sut.find('a.b.d')).toBeUndefined();
  });

  it('should know nobody from the moment the token expires', () => {
    sut.remember('a.b.c', principal(NOW + 1));
    jest.setSystemTime(NOW + 1);

    expect(sut.find('a.b.c')).toBeUndefined();
  });

  it('should forget the token that was not used for longest when there are too many', () => {
    sut.remember('first', principal(NOW + 1));
    for (let index = 0; index < 5_000; index += 1) sut.remember(String(index), principal(NOW + 1));

    expect(sut.find('first')).toBeUndefined();
    expect(sut.find('4999')).toBeDefined();
  });
});
