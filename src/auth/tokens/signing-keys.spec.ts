import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { JwtService } from '@nestjs/jwt';
import fc from 'fast-check';
import { newId } from '../../common/ids.js';
import { ConfigError, loadConfig } from '../../config/index.js';
import { AccessTokens } from './access-tokens.js';
import { SigningKeys } from './signing-keys.js';

const token = (header: unknown) => `${Buffer.from(JSON.stringify(header)).toString('base64url')}.e30.c2ln`;
const keysOf = (settings: Record<string, string>) => new SigningKeys(loadConfig(settings));
const pem = (key: KeyObject) =>
  key.export({ type: key.type === 'public' ? 'spki' : 'pkcs8', format: 'pem' }).toString();
const issue = (keys: SigningKeys) =>
  new AccessTokens(new JwtService(), keys, loadConfig({})).issue({ id: newId(), role: 'user' }, newId());

describe('SigningKeys', () => {
  const sut = keysOf({ JWT_SECRET_KEY: 'one-secret' });

  it('should give the key for a token that names it', () => {
    const found = sut.keyFor(token({ alg: 'HS256', kid: sut.current.id }));

    expect(found?.export().toString()).toBe('one-secret');
  });

  it('should have another id for another secret, and the same in every process', () => {
    expect(keysOf({ JWT_SECRET_KEY: 'one-secret' }).current.id).toBe(sut.current.id);
    expect(keysOf({ JWT_SECRET_KEY: 'two-secret' }).current.id).not.toBe(sut.current.id);
  });

  it.each([token({ alg: 'HS256' }), token({ kid: 'other' }), token(null), token([]), '', '.', '..', 'garbage'])(
    'should know no key for %j',
    (given) => {
      expect(sut.keyFor(given)).toBeUndefined();
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
          expect(sut.keyFor(given)).toBeUndefined();
        },
      ),
    );
  });

  describe('when the secret was changed', () => {
    it('should still verify what the former one signed, and sign with the new one', async () => {
      const rotated = keysOf({ JWT_SECRET_KEY: 'two-secret', JWT_PREVIOUS_SECRET_KEYS: 'one-secret,zero-secret' });

      expect(
        rotated
          .keyFor(await issue(sut))
          ?.export()
          .toString(),
      ).toBe('one-secret');
      expect(sut.keyFor(await issue(rotated))).toBeUndefined();
    });
  });

  describe.each([
    ['ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' })],
    ['RS256', generateKeyPairSync('rsa', { modulusLength: 2048 })],
  ])('with a private key for %s', (algorithm, { privateKey, publicKey }) => {
    const asymmetric = keysOf({ JWT_SECRET_KEY: 'one-secret', JWT_PRIVATE_KEY: pem(privateKey) });

    it('should sign with it, and verify with its public part alone', async () => {
      const signed = await issue(asymmetric);
      const key = asymmetric.keyFor(signed);

      expect(key?.type).toBe('public');
      expect(new JwtService().verify(signed, { publicKey: pem(publicKey) })).toMatchObject({ role: 'user' });
    });

    it('should still verify what the secret signed, so that the change logs nobody out', async () => {
      expect(asymmetric.keyFor(await issue(sut))?.type).toBe('secret');
    });

    it('should show the public key, and no secret', () => {
      const [jwk, ...others] = asymmetric.publicKeys();

      expect(others).toEqual([]);
      expect(jwk).toMatchObject({ kid: asymmetric.current.id, alg: algorithm, use: 'sig' });
      expect(jwk).not.toHaveProperty('d');
      expect(jwk).not.toHaveProperty('k');
    });

    it('should give no key to a token that names it with another algorithm (confusion of algorithms)', () => {
      expect(asymmetric.keyFor(token({ alg: 'HS256', kid: asymmetric.current.id }))).toBeUndefined();
    });

    it('should verify with a former public key', async () => {
      const next = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const rotated = keysOf({
        JWT_SECRET_KEY: 'one-secret',
        JWT_PRIVATE_KEY: Buffer.from(pem(next.privateKey)).toString('base64'),
        JWT_PREVIOUS_PUBLIC_KEYS: pem(publicKey).replaceAll('\n', '\\n'),
      });

      expect(rotated.keyFor(await issue(asymmetric))?.type).toBe('public');
      expect(rotated.publicKeys()).toHaveLength(2);
    });
  });

  it.each([
    ['no key', 'garbage'],
    ['a short RSA key', pem(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey)],
    ['another curve', pem(generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey)],
  ])('should stop the start for %s', (_what, key) => {
    expect(() => keysOf({ JWT_PRIVATE_KEY: key })).toThrow(ConfigError);
  });
});
