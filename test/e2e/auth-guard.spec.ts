import { Controller, Get, Post } from '@nestjs/common';
import { JwtService, type JwtSignOptions } from '@nestjs/jwt';
import { type NestExpressApplication } from '@nestjs/platform-express';
import fc from 'fast-check';
import { SigningKeys } from '../../src/auth/tokens/signing-keys.js';
import { AcceptTokenInQuery, CurrentUser, type Principal, Public, RequirePermission } from '../../src/auth/index.js';
import { newId } from '../../src/common/ids.js';
import { loadConfig } from '../../src/config/index.js';
import { ApiClient, registerUser, type TestUser } from '../support/api-client.js';
import { startAuthApplication } from '../support/auth-application.js';

/** Routes of every kind of declaration, behind the real guard on real stores. */
@Controller('fixture')
class FixtureController {
  @Get('open')
  @Public()
  open() {
    return 'open';
  }

  @Get('guarded')
  @RequirePermission('agent:read')
  guarded(@CurrentUser() user: Principal) {
    return { user_id: user.userId, login_id: user.credential.id, token_expires_at: user.tokenExpiresAt };
  }

  @Get('stream')
  @RequirePermission('agent:read')
  @AcceptTokenInQuery()
  stream(@CurrentUser() user: Principal) {
    return this.guarded(user);
  }

  @Get('administration')
  @RequirePermission('admin:users')
  administration() {
    return 'administration';
  }

  @Post('forgotten')
  forgotten() {
    return 'forgotten';
  }
}

const SECRET = 'jwt-secret-of-this-spec-1234567890abcdef';
const apps: NestExpressApplication[] = [];

/** With the fixtures beside it, and a signing secret that this spec knows. */
async function start(settings: Record<string, string> = {}): Promise<ApiClient> {
  const app = await startAuthApplication({ JWT_SECRET_KEY: SECRET, ...settings }, [FixtureController]);
  apps.push(app);
  return new ApiClient(await app.getUrl());
}

describe('the access guard', () => {
  let sut: ApiClient;
  let user: TestUser;
  beforeAll(async () => {
    sut = await start({ SSE_ACCEPT_ACCESS_TOKEN_IN_URL: 'true' });
    user = await registerUser(sut);
  });
  afterAll(() => Promise.all(apps.splice(0).map((app) => app.close())));

  const problemOf = async (path: string, token: string | null) => {
    const { status, json, headers } = await sut.get(path, { token });
    return { status, code: json.code, challenge: headers.get('www-authenticate') };
  };

  it('should let anybody use a public route, also with a broken token', async () => {
    expect((await sut.get('/fixture/open')).status).toBe(200);
    expect((await sut.get('/fixture/open', { token: 'garbage' })).status).toBe(200);
  });

  it('should hand the principal to a guarded route', async () => {
    const me = await sut.as(user).get('/auth/me');

    const { json } = await sut.as(user).get('/fixture/guarded');

    expect(json.user_id).toBe(me.json.id);
    const lifetime = Date.parse(json.token_expires_at) - Date.now();
    expect(lifetime / 3_600_000).toBeCloseTo(4, 1);
  });

  it('should refuse everybody where nothing is declared', async () => {
    const { status, json } = await sut.as(user).post('/fixture/forgotten');

    expect({ status, code: json.code }).toEqual({ status: 403, code: 'ROUTE_ACCESS_UNDECLARED' });
  });

  it('should refuse who lacks the permission, and name it', async () => {
    expect(await problemOf('/fixture/administration', user.accessToken)).toEqual({
      status: 403,
      code: 'PERMISSION_DENIED',
      challenge: 'Bearer realm="tradeflow", error="insufficient_scope", scope="admin:users"',
    });
  });

  it('should ask for a token where none is sent', async () => {
    expect(await problemOf('/fixture/guarded', null)).toEqual({
      status: 401,
      code: 'AUTHENTICATION_REQUIRED',
      challenge: 'Bearer realm="tradeflow"',
    });
    const basic = await sut.get('/fixture/guarded', { headers: { authorization: 'Basic YTpi' } });
    expect(basic.json.code).toBe('AUTHENTICATION_REQUIRED');
  });

  it('should take no token from the URL where a route does not say so', async () => {
    expect(await problemOf(`/fixture/guarded?token=${user.accessToken}`, null)).toMatchObject({
      code: 'AUTHENTICATION_REQUIRED',
    });
  });

  describe('with forged tokens', () => {
    const claims = { sub: newId(), role: 'admin', sid: newId(), jti: newId() };
    const forge = (options: Partial<JwtSignOptions> = {}) =>
      new JwtService().sign(claims, {
        secret: SECRET,
        keyid: new SigningKeys(loadConfig({ JWT_SECRET_KEY: SECRET })).current.id,
        issuer: 'tradeflow',
        audience: 'tradeflow-api',
        expiresIn: 60,
        ...options,
      });

    it('should admit one with everything right, so that the others are refused for what is wrong with them', async () => {
      expect((await sut.get('/fixture/administration', { token: forge() })).status).toBe(200);
    });

    it('should say so when a token has expired', async () => {
      expect(await problemOf('/fixture/guarded', forge({ expiresIn: -1 }))).toEqual({
        status: 401,
        code: 'TOKEN_EXPIRED',
        challenge: expect.stringMatching(/^Bearer realm="tradeflow", error="invalid_token", error_description=".+"$/),
      });
    });

    it.each([
      ['a foreign signature', () => forge({ secret: 'another-secret' })],
      ['a foreign key', () => forge({ keyid: 'other' })],
      ['another issuer', () => forge({ issuer: 'elsewhere' })],
      ['another audience', () => forge({ audience: 'elsewhere' })],
      ['no signature', () => forge({ algorithm: 'none', secret: '' })],
      ['no form', () => 'garbage'],
    ])('should refuse %s', async (_what, token) => {
      expect(await problemOf('/fixture/guarded', token())).toEqual({
        status: 401,
        code: 'TOKEN_INVALID',
        challenge: expect.stringContaining('error="invalid_token"'),
      });
    });

    it('should answer 401 to whatever is sent, never fail', async () => {
      const printable = fc.string({ unit: 'grapheme-ascii', maxLength: 200 });
      const header = fc.oneof(
        printable,
        printable.map((text) => `Bearer ${text}`),
        fc.json().map((json) => `Bearer ${Buffer.from(json).toString('base64url')}.e30.x`),
        fc.tuple(fc.nat(200), fc.base64String({ maxLength: 4 })).map(([at, piece]) => {
          const token = forge();
          return `Bearer ${token.slice(0, at)}!${piece}${token.slice(at)}`;
        }),
      );

      await fc.assert(
        fc.asyncProperty(header, async (authorization) => {
          const { status } = await sut.get('/fixture/guarded', { headers: { authorization } });
          expect(status).toBe(401);
        }),
        { numRuns: 200 },
      );
    });
  });

  describe('on a route that takes its token from the URL', () => {
    const ticketFor = async (client: ApiClient, token: string): Promise<string> => {
      const { status, json } = await client.post('/auth/stream-ticket', undefined, { token });
      expect({ status, json }).toEqual({
        status: 201,
        json: { ticket: expect.stringMatching(/^tfst_[\w-]{43}$/), expires_in: 30 },
      });
      return json.ticket;
    };

    it('should admit a ticket as the user it was issued to, with the end of that token', async () => {
      const ticket = await ticketFor(sut, user.accessToken);
      const direct = await sut.as(user).get('/fixture/stream');

      const { status, json } = await sut.get(`/fixture/stream?token=${ticket}`);

      expect(status).toBe(200);
      expect(json).toEqual(direct.json);
    });

    it('should admit a ticket once, also when it comes several times at the same moment', async () => {
      const ticket = await ticketFor(sut, user.accessToken);

      const answers = await Promise.all(Array.from({ length: 5 }, () => sut.get(`/fixture/stream?token=${ticket}`)));

      expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 401, 401, 401, 401]);
      expect(await problemOf(`/fixture/stream?token=${ticket}`, null)).toMatchObject({
        status: 401,
        code: 'STREAM_TICKET_INVALID',
        challenge: expect.stringContaining('error="invalid_token"'),
      });
    });

    it('should admit no ticket of a login that has ended since', async () => {
      const leaving = await registerUser(sut);
      const ticket = await ticketFor(sut, leaving.accessToken);
      await sut.as(leaving).post('/auth/logout');

      expect(await problemOf(`/fixture/stream?token=${ticket}`, null)).toMatchObject({ code: 'TOKEN_INVALID' });
    });

    it('should take no ticket in the header', async () => {
      const ticket = await ticketFor(sut, user.accessToken);

      expect(await problemOf('/fixture/stream', ticket)).toMatchObject({ code: 'TOKEN_INVALID' });
    });

    it('should admit an access token where the configuration allows it', async () => {
      expect((await sut.get(`/fixture/stream?token=${user.accessToken}`)).status).toBe(200);
    });

    it('should admit only a ticket where the configuration forbids access tokens in URLs', async () => {
      const strict = await start({ SSE_ACCEPT_ACCESS_TOKEN_IN_URL: 'false' });

      const refused = await strict.get(`/fixture/stream?token=${user.accessToken}`);
      const ticket = await ticketFor(strict, user.accessToken);

      expect(refused).toMatchObject({ status: 401, json: { code: 'STREAM_TICKET_INVALID' } });
      expect((await strict.get(`/fixture/stream?token=${ticket}`)).status).toBe(200);
      expect((await strict.as(user).get('/fixture/stream')).status).toBe(200);
    });

    it.each(['', '?token=', '?token=a&token=b'])('should ask for a token when the query is %j', async (query) => {
      expect((await sut.get(`/fixture/stream${query}`)).status).toBe(401);
    });
  });
});
