import fc from 'fast-check';
import { loadConfig } from '../../config/index.js';
import { SigningKey } from './signing-key.js';

const token = (header: unknown) => `${Buffer.from(JSON.stringify(header)).toString('base64url')}.e30.c2ln`;

describe('SigningKey', () => {
  const sut = new SigningKey(loadConfig({ JWT_SECRET_KEY: 'one-secret' }));

  it('should give the secret for a token that names this key', () => {
    expect(sut.secretFor(token({ alg: 'HS256', kid: sut.id }))).toBe('one-secret');
  });

  it('should have another id for another secret, and the same in every process', () => {
    expect(new SigningKey(loadConfig({ JWT_SECRET_KEY: 'one-secret' })).id).toBe(sut.id);
    expect(new SigningKey(loadConfig({ JWT_SECRET_KEY: 'two-secret' })).id).not.toBe(sut.id);
  });

  it.each([token({ alg: 'HS256' }), token({ kid: 'other' }), token(null), token([]), '', '.', '..', 'garbage'])(
    'should know no secret for %j',
    (given) => {
      expect(sut.secretFor(given)).toBeUndefined();
    },
  );

  it('should never fail on what anybody may send', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json().map((json) => token(JSON.parse(json))),
        ),
        (given) => {
          expect(sut.secretFor(given)).toBeUndefined();
        },
      ),
    );
  });
});
