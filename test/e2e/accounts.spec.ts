import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { MailServer } from '../fakes/smtp/mail-server.js';
import { ApiClient, type ApiResponse, registerUser, type TestUser } from '../support/api-client.js';
import { type Json } from '../support/json.js';
import { type ServerProcess, startServer } from '../support/processes.js';

const PASSWORD = 'quiet-harbour-41';
const address = () => `${randomUUID()}@tradeflow.example`;
const problemOf = ({ status, json }: ApiResponse) => ({ status, code: json?.code });
const withoutId = (json: Json) => ({ ...json, request_id: undefined });

describe('an account', () => {
  let mails: MailServer;
  let server: ServerProcess;
  let sut: ApiClient;
  let database: Client;
  beforeAll(async () => {
    mails = await MailServer.start();
    server = await startServer('api', { SMTP_URL: mails.url, FRONTEND_URL: 'https://app.tradeflow.example' });
    sut = new ApiClient(server.url);
    database = new Client({ connectionString: process.env.TEST_POSTGRES_URL });
    await database.connect();
  });
  afterAll(async () => {
    await server.stop();
    await mails.stop();
    await database.end();
  });

  const logIn = (email: string, password = PASSWORD) => sut.post('/auth/login', { email, password });
  const verify = (token?: string) => sut.post('/auth/email/verify', { token });

  /** Registers somebody and follows the link of the mail. */
  async function verifiedUser(email = address()): Promise<TestUser> {
    expect((await sut.post('/auth/register', { email, password: PASSWORD })).status).toBe(202);
    expect((await verify((await mails.waitFor(email, /^Confirm your e-mail/)).token)).status).toBe(204);
    const { json } = await logIn(email);
    return { email, password: PASSWORD, accessToken: json.access_token, refreshToken: json.refresh_token };
  }

  /** As if the last mail had been sent so long ago that the next one may go out. */
  const letMailPauseEnd = () => database.query("UPDATE email_tokens SET created_at = now() - interval '2 minutes'");

  describe('that is registered where e-mails must be verified', () => {
    it('should work once the link of the mail was followed, and not before', async () => {
      const email = address();

      const registered = await sut.post('/auth/register', { email, password: PASSWORD });
      const before = await logIn(email);
      const { token } = await mails.waitFor(email, /^Confirm your e-mail/);
      const verified = await verify(token);
      const after = await logIn(email);

      expect(registered).toMatchObject({ status: 202, json: { status: 'verification_sent' } });
      expect(problemOf(before)).toEqual({ status: 403, code: 'EMAIL_NOT_VERIFIED' });
      expect(verified.status).toBe(204);
      expect(after).toMatchObject({ status: 200, json: { user: { email_verified: true } } });
      expect(problemOf(await verify(token))).toEqual({ status: 400, code: 'EMAIL_TOKEN_INVALID' });
    });

    it('should tell a taken address from a free one neither by answer nor by time (ASVS 6.3.8)', async () => {
      const { email } = await verifiedUser();
      const fastest = { taken: Infinity, free: Infinity };
      const answers: Record<string, Json> = {};

      for (let round = 0; round < 5; round += 1) {
        for (const kind of ['taken', 'free'] as const) {
          const begun = performance.now();
          const { status, json } = await sut.post('/auth/register', {
            email: kind === 'taken' ? email : address(),
            password: PASSWORD,
          });
          fastest[kind] = Math.min(fastest[kind], performance.now() - begun);
          answers[kind] = { status, json };
        }
      }

      expect(answers.taken).toEqual(answers.free);
      expect(fastest.taken).toBeGreaterThan(fastest.free / 2);
      expect((await mails.waitFor(email, /account already/)).text).not.toContain('#token=');
    });

    it('should be whose who registered last, while nobody has verified the address', async () => {
      const email = address();
      await sut.post('/auth/register', { email, password: 'someone-elses-77' });
      const first = await mails.waitFor(email, /^Confirm/);
      mails.mails.length = 0;
      await sut.post('/auth/register', { email, password: PASSWORD });
      const second = await mails.waitFor(email, /^Confirm/);

      expect(problemOf(await verify(first.token))).toEqual({ status: 400, code: 'EMAIL_TOKEN_INVALID' });
      expect((await verify(second.token)).status).toBe(204);
      expect((await logIn(email, 'someone-elses-77')).status).toBe(401);
      expect((await logIn(email)).status).toBe(200);
    });

    it('should get another verification mail, but not two a minute', async () => {
      const email = address();
      await sut.post('/auth/register', { email, password: PASSWORD });
      await mails.waitFor(email, /^Confirm/);
      await sut.post('/auth/email/verification', { email });
      await letMailPauseEnd();
      await sut.post('/auth/email/verification', { email: address() });
      await sut.post('/auth/email/verification', { email });

      await verifiedUser(); // Its mail goes out after those before it.
      expect(mails.to(email).length).toBeLessThanOrEqual(2);
    });

    it('should write Chinese to who reads Chinese', async () => {
      const email = address();
      await sut.post('/auth/register', { email, password: PASSWORD }, { headers: { 'accept-language': 'zh-CN' } });

      expect((await mails.waitFor(email, /请确认您的邮箱/)).text).toContain('24 小时');
    });
  });

  describe('with a forgotten password', () => {
    const forgot = (email: string) => sut.post('/auth/password/forgot', { email });
    const reset = (token: string | undefined, password = 'calm-lighthouse-52') =>
      sut.post('/auth/password/reset', { token, password });

    it('should get a new one by mail, and everybody who had access is out (ASVS 7.4.3)', async () => {
      const user = await verifiedUser();
      const key = await sut.as(user).post('/auth/api-keys', { name: 'report', scopes: ['account:read'] });
      await forgot(user.email);
      const { token } = await mails.waitFor(user.email, /^Set a new password/);

      expect((await reset(token)).status).toBe(204);

      expect(problemOf(await sut.as(user).get('/auth/me'))).toEqual({ status: 401, code: 'TOKEN_INVALID' });
      expect((await sut.get('/auth/me', { token: key.json.key })).status).toBe(401);
      expect((await sut.post('/auth/refresh', { refresh_token: user.refreshToken })).status).toBe(401);
      expect((await logIn(user.email)).status).toBe(401);
      expect((await logIn(user.email, 'calm-lighthouse-52')).status).toBe(200);
      expect(problemOf(await reset(token))).toEqual({ status: 400, code: 'EMAIL_TOKEN_INVALID' });
      await mails.waitFor(user.email, /password was changed/);
    });

    it('should answer the same, at once, to an address that has no account', async () => {
      const { email } = await verifiedUser();

      const [known, unknown] = [await forgot(email), await forgot(address())];

      expect([known.status, known.text]).toEqual([unknown.status, unknown.text]);
      expect(known.status).toBe(202);
    });

    it('should not use up the link for a password that is refused', async () => {
      const user = await verifiedUser();
      await forgot(user.email);
      const { token } = await mails.waitFor(user.email, /^Set a new password/);

      expect((await reset(token, 'password1')).status).toBe(422);
      expect((await reset(token)).status).toBe(204);
    });

    it('should take no link that is too old, and only the newest', async () => {
      const user = await verifiedUser();
      await forgot(user.email);
      const first = await mails.waitFor(user.email, /^Set a new password/);
      await letMailPauseEnd();
      mails.mails.length = 0;
      await forgot(user.email);
      const second = await mails.waitFor(user.email, /^Set a new password/);
      expect((await reset(first.token)).status).toBe(400);
      await database.query('UPDATE email_tokens SET expires_at = now() WHERE email = $1', [user.email]);

      expect(problemOf(await reset(second.token))).toEqual({ status: 400, code: 'EMAIL_TOKEN_INVALID' });
    });

    it('should keep no link that could be used in the database', async () => {
      const user = await verifiedUser();
      await forgot(user.email);
      const { token } = await mails.waitFor(user.email, /^Set a new password/);

      const { rows } = await database.query('SELECT * FROM email_tokens WHERE email = $1', [user.email]);

      expect(JSON.stringify(rows)).not.toContain(token);
    });
  });

  describe('and its e-mail address', () => {
    it('should change once the new address is proved, and warn the old one', async () => {
      const user = await verifiedUser();
      const next = address();

      const asked = await sut.as(user).post('/auth/email', { email: next, password: PASSWORD });
      const { token } = await mails.waitFor(next, /new e-mail address/);
      await mails.waitFor(user.email, /about to change/);
      expect((await sut.as(user).get('/auth/me')).json.email).toBe(user.email);
      await verify(token);

      expect(asked.status).toBe(202);
      expect((await sut.as(user).get('/auth/me')).json.email).toBe(next);
      expect((await logIn(next)).status).toBe(200);
    });

    it('should take the password to change, and not tell whether the new address is taken (ASVS 6.3.8)', async () => {
      const [user, other] = [await verifiedUser(), await verifiedUser()];
      const change = (email: string, password: string) => sut.as(user).post('/auth/email', { email, password });

      expect(problemOf(await change(address(), 'wrong-horse-7'))).toEqual({
        status: 403,
        code: 'CURRENT_PASSWORD_WRONG',
      });
      const [taken, free] = [await change(other.email, PASSWORD), await change(address(), PASSWORD)];
      expect([taken.status, taken.text]).toEqual([free.status, free.text]);
      expect((await mails.waitFor(other.email, /account already/)).token).toBeUndefined();
    });
  });

  it('should be refused with the same words whatever of its link is wrong', async () => {
    const answers = await Promise.all(['tfv_unknown', 'x', '../../etc/passwd'].map(verify));

    for (const { json } of answers) expect(withoutId(json)).toEqual(withoutId(answers[0]?.json));
  });
});

describe('a profile', () => {
  const sut = new ApiClient();

  it('should change what is sent, empty what is null, and leave the rest', async () => {
    const user = sut.as(await registerUser());

    const changed = await user.request('/auth/me', {
      method: 'PATCH',
      body: {
        phone: '+8657488881234',
        company_country: 'CN',
        company_website: 'https://lin.example',
        company_tax_id: '91330200',
      },
    });
    const emptied = await user.request('/auth/me', { method: 'PATCH', body: { full_name: null } });

    expect(changed).toMatchObject({ status: 200, json: { full_name: 'Test User', company_country: 'CN' } });
    expect(emptied.json).toMatchObject({ full_name: null, phone: '+8657488881234', company_tax_id: '91330200' });
  });

  it('should be encrypted where it is sensitive (ASVS 11.3, 14.2)', async () => {
    const user = sut.as(await registerUser());
    await user.request('/auth/me', {
      method: 'PATCH',
      body: { phone: '+8657488885678', company_tax_id: '91330200MA' },
    });
    const me = await user.get('/auth/me');
    const database = new Client({ connectionString: process.env.TEST_POSTGRES_URL });
    await database.connect();
    const { rows } = await database.query('SELECT * FROM users WHERE id = $1', [me.json.id]);
    await database.end();

    expect(JSON.stringify(rows)).not.toMatch(/88885678|91330200MA/);
    expect(rows[0].phone_sealed).toMatch(/^derived\./);
  });

  it.each([
    [{ phone: '12345' }],
    [{ company_country: 'China' }],
    [{ company_website: 'javascript:alert(1)' }],
    [{ role: 'admin' }],
    [{ email: 'other@example.com' }],
    [{ status: 'active' }],
  ])('should refuse %j (OWASP API3:2023)', async (body) => {
    const { status } = await sut.as(await registerUser()).request('/auth/me', { method: 'PATCH', body });

    expect(status).toBe(422);
  });
});

describe('a password', () => {
  const sut = new ApiClient();
  const register = (password: string, more: object = {}) =>
    sut.post('/auth/register', { email: address(), password, ...more });

  it.each([
    ['on the list of leaked ones', 'password1', {}],
    ['a leaked one with other letters', 'Passw0rd!1', {}],
    ['a row of keys', 'qwerty12345', {}],
    ['like the owner', 'ningbolin1', { company_name: 'Ningbo Lin', full_name: 'Lin' }],
    ['repeated', 'a1a1a1a1a1', {}],
    ['too short', 'k8#xQ2', {}],
  ])('should be refused when it is %s (ASVS 6.2.4, 6.2.12)', async (_what, password, more) => {
    const { status, json, text } = await register(password, more);

    expect(status).toBe(422);
    expect(json.errors[0].path).toBe('password');
    expect(text).not.toContain(password);
  });

  it('should change for who knows it; the other logins end, this one stays (ASVS 7.4.3)', async () => {
    const user = await registerUser();
    const other = await sut.post('/auth/login', { email: user.email, password: user.password });
    const change = (current: string) =>
      sut.as(user).post('/auth/password', { current_password: current, new_password: PASSWORD });

    expect(problemOf(await change('wrong-horse-7'))).toEqual({ status: 403, code: 'CURRENT_PASSWORD_WRONG' });
    expect((await change(user.password)).status).toBe(204);

    expect((await sut.as(user).get('/auth/me')).status).toBe(200);
    expect((await sut.get('/auth/me', { token: other.json.access_token })).status).toBe(401);
    expect((await sut.post('/auth/login', { email: user.email, password: PASSWORD })).status).toBe(200);
  });
});

describe('the list of logins', () => {
  const sut = new ApiClient();
  const windows =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36';

  it('should name each device, and end one or all (ASVS 7.4.1, 7.5.2)', async () => {
    const user = await registerUser();
    const headers = { 'user-agent': windows };
    const other = await sut.post('/auth/login', { email: user.email, password: user.password }, { headers });
    const list = async () => (await sut.as(user).get('/auth/logins')).json;

    const logins = await list();
    const foreign = logins.find(({ current }: Json) => !current);
    expect(logins).toHaveLength(2);
    expect(foreign).toMatchObject({
      device: 'Chrome on Windows',
      ip_address: expect.stringMatching(/127\.0\.0\.1|::1/),
    });

    const ended = await sut.as(user).request(`/auth/logins/${foreign.id}`, { method: 'DELETE' });
    expect(ended.status).toBe(204);
    expect((await sut.get('/auth/me', { token: other.json.access_token })).status).toBe(401);
    expect(await list()).toHaveLength(1);
    expect((await sut.as(user).post('/auth/logout-all')).status).toBe(204);
    expect((await sut.as(user).get('/auth/me')).status).toBe(401);
  });

  it('should not end the login of another user', async () => {
    const [user, other] = [await registerUser(), await registerUser()];
    const [login] = (await sut.as(other).get('/auth/logins')).json;

    const refused = await sut.as(user).request(`/auth/logins/${login.id}`, { method: 'DELETE' });

    expect(problemOf(refused)).toEqual({ status: 404, code: 'LOGIN_NOT_FOUND' });
    expect((await sut.as(other).get('/auth/me')).status).toBe(200);
  });
});

describe('the deletion of an account', () => {
  const sut = new ApiClient();

  it('should take the password, end everything, and free the e-mail (ASVS 7.4.2)', async () => {
    const user = await registerUser();
    const remove = (confirmation: string) => sut.as(user).post('/auth/me/delete', { confirmation });

    expect(problemOf(await remove('wrong-horse-7'))).toEqual({ status: 403, code: 'CURRENT_PASSWORD_WRONG' });
    expect((await remove(user.password)).status).toBe(204);

    expect((await sut.as(user).get('/auth/me')).status).toBe(401);
    expect((await sut.post('/auth/refresh', { refresh_token: user.refreshToken })).status).toBe(401);
    expect((await sut.post('/auth/login', { email: user.email, password: user.password })).status).toBe(401);
    expect((await sut.post('/auth/register', { email: user.email, password: user.password })).status).toBe(201);
  });

  it('should remove conversations, runs and files, and stop what runs', async () => {
    const user = await registerUser();
    const client = sut.as(user);
    const { id } = (await client.get('/auth/me')).json;
    await client.ask('Which HS code has coffee?');
    const running = await client.post(
      '/agent/query',
      { message: 'Compare coffee suppliers from Brazil and Vietnam', cache: false },
      { headers: { prefer: 'respond-async' } },
    );
    expect(running.status).toBe(202);

    expect((await client.post('/auth/me/delete', { confirmation: user.password })).status).toBe(204);

    const database = new Client({ connectionString: process.env.TEST_POSTGRES_URL });
    await database.connect();
    const left = async (query: string) => (await database.query(query, [id])).rowCount;
    expect(await left('SELECT FROM users WHERE id = $1')).toBe(0);
    expect(await left('SELECT FROM runs WHERE user_id = $1')).toBe(0);
    expect(await left('SELECT FROM conversations WHERE user_id = $1 AND deleted_at IS NULL')).toBe(0);
    expect(await left('SELECT FROM audit_events WHERE user_id = $1')).toBeGreaterThan(0);
    await database.end();
  });

  it('should take the answers to its questions out of the cache', async () => {
    const [user, other] = [await registerUser(), await registerUser()];
    const question = `Which HS code has coffee? ${randomUUID()}`;
    const hit = async () => (await sut.as(other).ask(question, { session_id: randomUUID() })).json.cache_hit;
    await sut.as(user).ask(question);
    expect(await hit()).toBe(true);

    await sut.as(user).post('/auth/me/delete', { confirmation: user.password });

    expect(await hit()).toBe(false);
  });
});
