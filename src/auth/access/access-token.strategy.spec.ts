import { JwtService, type JwtSignOptions } from '@nestjs/jwt';
import passport from 'passport';
import { newId } from '../../common/ids.js';
import { loadConfig } from '../../config/index.js';
import { AccessTokens } from '../tokens/access-tokens.js';
import { SigningKeys } from '../tokens/signing-keys.js';
import { ACCESS_TOKEN, AccessTokenStrategy } from './access-token.strategy.js';
import { type Principal } from './principal.js';

const config = loadConfig({ JWT_SECRET_KEY: 'the-secret', ACCESS_TOKEN_EXPIRE_HOURS: '4' });
const signingKey = new SigningKeys(config);
const jwt = new JwtService();
const user = { id: newId(), role: 'user' as const };
const loginId = newId();

/** What passport makes of a token: a principal, or the failure it names. */
function verify(token: string): Promise<{ principal: Principal | false; failure: Error | undefined }> {
  return new Promise((resolve, reject) => {
    const done = (error: unknown, principal: Principal | false, failure?: Error) =>
      error ? reject(error as Error) : resolve({ principal, failure });
    passport.authenticate(ACCESS_TOKEN, { session: false }, done)({ presentedToken: token }, {}, reject);
  });
}

describe('AccessTokenStrategy', () => {
  const claims = { sub: user.id, role: 'user', sid: loginId, jti: newId() };
  const ours = {
    secret: 'the-secret',
    keyid: signingKey.current.id,
    algorithm: 'HS256',
    issuer: 'tradeflow',
    audience: 'tradeflow-api',
    expiresIn: 60,
  } as const satisfies JwtSignOptions;
  const forge = (options: Partial<JwtSignOptions> = {}, changed: Record<string, unknown> = {}) =>
    jwt.sign({ ...claims, ...changed }, { ...ours, ...options });
  const forgeWithout = (option: keyof typeof ours) => {
    const { [option]: _left, ...options } = ours;
    return jwt.sign(claims, options);
  };

  beforeAll(() => {
    // Registers itself with passport, as Nest does by making the provider.
    expect(new AccessTokenStrategy(signingKey)).toBeDefined();
  });

  it('should make the principal of a token we issued', async () => {
    const token = await new AccessTokens(jwt, signingKey, config).issue(user, loginId);

    const { principal } = await verify(token);

    expect(principal).toMatchObject({ userId: user.id, role: 'user', credential: { kind: 'login', id: loginId } });
    expect((principal as Principal).permissions.has('agent:query')).toBe(true);
    const hours = ((principal as Principal).tokenExpiresAt.getTime() - Date.now()) / 3_600_000;
    expect(hours).toBeCloseTo(4, 2);
  });

  it('should accept the token the forgeries below are made from', async () => {
    expect((await verify(forge())).principal).toMatchObject({ userId: user.id });
  });

  it('should name an expired token', async () => {
    expect(await verify(forge({ expiresIn: -1 }))).toMatchObject({
      principal: false,
      failure: { name: 'TokenExpiredError' },
    });
  });

  it.each([
    ['signed with another secret', () => forge({ secret: 'another' })],
    ['of an unknown key', () => forge({ keyid: 'other' })],
    ['without a key id', () => forgeWithout('keyid')],
    ['of another issuer', () => forge({ issuer: 'elsewhere' })],
    ['for another audience', () => forge({ audience: 'elsewhere' })],
    ['of another algorithm', () => forge({ algorithm: 'HS512' })],
    ['without a signature', () => forge({ algorithm: 'none', secret: '' })],
    ['that is not valid yet', () => forge({ notBefore: 60 })],
    ['of an unknown role', () => forge({}, { role: 'root' })],
    ['without a login', () => forge({}, { sid: undefined })],
    ['without an end', () => forgeWithout('expiresIn')],
    ['cut short', () => forge().slice(0, -2)],
    ['that is garbage', () => 'a.b.c'],
  ])('should refuse a token %s', async (_what, token) => {
    const { principal, failure } = await verify(token());

    expect(principal).toBe(false);
    expect(failure?.name).not.toBe('TokenExpiredError');
  });
});
