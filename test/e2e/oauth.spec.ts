import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto';
import { CLIENT, IdentityProvider, type ProviderAccount } from '../fakes/oauth/identity-provider.js';
import { ApiClient, registerUser } from '../support/api-client.js';
import { type ServerProcess, startServer } from '../support/processes.js';

const FRONTEND = 'https://app.tradeflow.example';

/** A browser as far as a login needs one: it follows no redirect by itself and keeps cookies. */
class Browser {
  cookies = new Map<string, string>();

  async open(url: string): Promise<{ status: number; location: string; text: string; setCookie: string[] }> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', headers: cookie ? { cookie } : {} });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return {
      status: response.status,
      location: response.headers.get('location') ?? '',
      text: await response.text(),
      setCookie: response.headers.getSetCookie(),
    };
  }
}

describe('login through an identity provider', () => {
  let provider: IdentityProvider;
  let server: ServerProcess;
  let sut: ApiClient;
  beforeAll(async () => {
    provider = await IdentityProvider.start();
    server = await startServer('api', {
      GOOGLE_CLIENT_ID: CLIENT.id,
      GOOGLE_CLIENT_SECRET: CLIENT.secret,
      GOOGLE_OAUTH_BASE_URL: provider.url,
      GITHUB_CLIENT_ID: CLIENT.id,
      GITHUB_CLIENT_SECRET: CLIENT.secret,
      GITHUB_OAUTH_BASE_URL: provider.url,
      FRONTEND_URL: FRONTEND,
    });
    sut = new ApiClient(server.url);
  });
  afterAll(async () => {
    await server.stop();
    await provider.stop();
  });
  beforeEach(() => {
    provider.misbehaviour = {};
    provider.account = someone();
  });

  function someone(changes: Partial<ProviderAccount> = {}): ProviderAccount {
    const name = `User ${randomUUID().slice(0, 8)}`;
    return { id: String(randomInt(1e12)), name, email: `${randomUUID()}@mail.example`, verified: true, ...changes };
  }

  /** From our button to the front end. @returns what the front end finds in its URL. */
  async function travel(name: string, browser = new Browser(), query = ''): Promise<URLSearchParams> {
    const begun = await browser.open(sut.url(`/auth/oauth/${name}${query}`));
    expect(begun.status).toBe(302);
    const consented = await browser.open(begun.location);
    const ended = await browser.open(consented.location);
    expect(ended).toMatchObject({ status: 302, text: expect.not.stringContaining('eyJ') });
    expect(ended.location.startsWith(`${FRONTEND}/auth/callback?`)).toBe(true);
    return new URL(ended.location).searchParams;
  }

  const exchange = (code: string | null, verifier?: string) =>
    sut.post('/auth/oauth/exchange', { code, code_verifier: verifier });

  it('should tell which providers there are', async () => {
    const { json } = await sut.get('/auth/providers');

    expect(json).toEqual({
      password: true,
      email_verification_required: false,
      providers: [
        { name: 'google', url: '/api/v1/auth/oauth/google' },
        { name: 'github', url: '/api/v1/auth/oauth/github' },
      ],
    });
  });

  describe.each(['google', 'github'])('%s', (name) => {
    it('should make an account, and find it again', async () => {
      const first = await exchange((await travel(name)).get('code'));
      provider.account = { ...provider.account, email: 'moved@mail.example' };
      const second = await exchange((await travel(name)).get('code'));

      expect(first.status).toBe(200);
      expect(first.json.user).toMatchObject({ email_verified: true, full_name: provider.account.name });
      expect(second.json.user.id).toBe(first.json.user.id);
      expect((await sut.get('/auth/me', { token: second.json.access_token })).json.has_password).toBe(false);
    });

    it('should take one code once, and no token from a URL', async () => {
      const code = (await travel(name)).get('code');

      const [one, other] = await Promise.all([exchange(code), exchange(code)]);

      expect([one.status, other.status].sort((a, b) => a - b)).toEqual([200, 400]);
    });

    it('should use state, PKCE and a cookie that scripts cannot read (RFC 9700 §2.1)', async () => {
      const browser = new Browser();
      const begun = await browser.open(sut.url(`/auth/oauth/${name}`));

      const query = new URL(begun.location).searchParams;
      expect(query.get('state')).toMatch(/^[\w-]{43}$/);
      expect(query.get('code_challenge')).toMatch(/^[\w-]{43}$/);
      expect(query.get('code_challenge_method')).toBe('S256');
      expect(begun.setCookie[0]).toMatch(/; Path=\/api\/v1\/auth\/oauth; .*HttpOnly; SameSite=Lax/);
      expect(begun.setCookie[0]).not.toContain(query.get('state'));
    });

    it.each([
      ['denied consent', { denies: true }, 'OAUTH_CONSENT_DENIED'],
      ['a token endpoint that fails', { tokenEndpoint: 'fails' }, 'OAUTH_PROVIDER_FAILED'],
      ['a token endpoint that answers nonsense', { tokenEndpoint: 'garbage' }, 'OAUTH_PROVIDER_FAILED'],
      ['a profile that cannot be had', { profile: 'fails' }, 'OAUTH_PROVIDER_FAILED'],
      ['a profile that is none', { profile: 'garbage' }, 'OAUTH_PROVIDER_FAILED'],
    ] as const)('should end at the front end after %s', async (_what, misbehaviour, error) => {
      provider.misbehaviour = misbehaviour;

      expect(Object.fromEntries(await travel(name))).toEqual({ error, provider: name });
    });

    it('should refuse an unverified e-mail', async () => {
      provider.account = someone({ verified: false });

      expect((await travel(name)).get('error')).toBe('OAUTH_EMAIL_UNVERIFIED');
    });

    it('should refuse a provider code that comes a second time', async () => {
      const browser = new Browser();
      const { location } = await browser.open((await browser.open(sut.url(`/auth/oauth/${name}`))).location);
      const kept = new Map(browser.cookies);
      await browser.open(location);
      browser.cookies = kept;

      const again = await browser.open(location);

      expect(new URL(again.location).searchParams.get('error')).toBe('OAUTH_PROVIDER_FAILED');
    });

    it('should refuse to end in one browser what another began (login CSRF)', async () => {
      const [attacker, victim] = [new Browser(), new Browser()];
      const { location } = await attacker.open((await attacker.open(sut.url(`/auth/oauth/${name}`))).location);
      await victim.open(sut.url(`/auth/oauth/${name}`));

      for (const browser of [victim, new Browser()]) {
        const ended = await browser.open(location);
        expect(new URL(ended.location).searchParams.get('error')).toBe('OAUTH_STATE_INVALID');
      }
    });

    it('should never open an account because the e-mail is the same, but connect it for its logged-in owner', async () => {
      const owner = await registerUser(sut);
      provider.account = someone({ email: owner.email });
      expect((await travel(name)).get('error')).toBe('OAUTH_LINK_REQUIRED');

      const begun = await sut.as(owner).post(`/auth/oauth/${name}/link`);
      const arrived = await travel(name, new Browser(), begun.json.url.slice(begun.json.url.indexOf('?')));
      expect(arrived.get('action')).toBe('link');
      const confirmed = await sut.as(owner).post('/auth/oauth/link', { code: arrived.get('code') });

      expect(confirmed.status).toBe(204);
      const login = await exchange((await travel(name)).get('code'));
      expect(login.json.user.email).toBe(owner.email);
      expect((await sut.as(owner).get('/auth/identities')).json).toEqual([
        { provider: name, email: owner.email, connected_at: expect.any(String) },
      ]);
    });
  });

  it.each([
    ['another login', { nonce: 'of-another-login' }],
    ['another client', { audience: 'another-client' }],
  ])('should refuse an id token of %s (OpenID Connect Core §3.1.3.7)', async (_what, misbehaviour) => {
    provider.misbehaviour = misbehaviour;

    expect((await travel('google')).get('error')).toBe('OAUTH_PROVIDER_FAILED');
  });

  it('should exchange a code only for the page that began, where it sent a challenge (RFC 7636)', async () => {
    const verifier = randomBytes(32).toString('base64url');
    const query = `?code_challenge=${createHash('sha256').update(verifier).digest('base64url')}`;
    const code = async () => (await travel('google', new Browser(), query)).get('code');

    expect((await exchange(await code())).json.code).toBe('OAUTH_CODE_INVALID');
    expect((await exchange(await code(), randomBytes(32).toString('base64url'))).json.code).toBe('OAUTH_CODE_INVALID');
    expect((await exchange(await code(), verifier)).status).toBe(200);
  });

  it('should not connect for one user what another began, nor log in with a code for connecting', async () => {
    const [attacker, victim] = [await registerUser(sut), await registerUser(sut)];
    const begun = await sut.as(attacker).post('/auth/oauth/google/link');
    const link = async () =>
      (await travel('google', new Browser(), new URL(begun.json.url, sut.origin).search)).get('code');
    const code = await link();

    expect((await sut.as(victim).post('/auth/oauth/link', { code })).json.code).toBe('OAUTH_CODE_INVALID');
    expect((await exchange(code)).json.code).toBe('OAUTH_CODE_INVALID');
    // The ticket is used up too.
    expect((await new Browser().open(new URL(begun.json.url, sut.origin).href)).status).toBe(400);
  });

  it('should keep the last way into an account', async () => {
    const login = await exchange((await travel('github')).get('code'));
    const token = login.json.access_token;

    const refused = await sut.request('/auth/identities/github', { method: 'DELETE', token });
    const absent = await sut.request('/auth/identities/google', { method: 'DELETE', token });

    expect(refused).toMatchObject({ status: 409, json: { code: 'LAST_WAY_IN' } });
    expect(absent).toMatchObject({ status: 404, json: { code: 'IDENTITY_NOT_FOUND' } });
  });

  it('should store no address of an identity in the clear', async () => {
    const { Client } = await import('pg');
    const database = new Client({ connectionString: process.env.TEST_POSTGRES_URL });
    await database.connect();
    await travel('github');
    const { rows } = await database.query('SELECT * FROM identities WHERE subject = $1', [provider.account.id]);
    await database.end();

    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(provider.account.email);
  });

  it('should hide providers that are not configured, and say so clearly', async () => {
    const unconfigured = new ApiClient();

    expect((await unconfigured.get('/auth/providers')).json.providers).toEqual([]);
    expect(await unconfigured.get('/auth/oauth/google')).toMatchObject({
      status: 404,
      json: { code: 'OAUTH_PROVIDER_UNAVAILABLE' },
    });
    expect((await unconfigured.get('/auth/oauth/elsewhere')).status).toBe(422);
  });
});
