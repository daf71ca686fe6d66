import { randomUUID } from 'node:crypto';
import { MailServer } from '../fakes/smtp/mail-server.js';
import { ApiClient, type ApiResponse, registerUser } from '../support/api-client.js';
import { type ServerProcess, startServer } from '../support/processes.js';

const POLICY = /^"[a-z-]+";q=\d+;w=\d+(, "[a-z-]+";q=\d+;w=\d+)*$/;
const STATE = /^"[a-z-]+";r=\d+;t=\d+(, "[a-z-]+";r=\d+;t=\d+)*$/;
const codeOf = ({ status, json }: ApiResponse) => ({ status, code: json?.code });
const remaining = (response: ApiResponse, policy: string) =>
  Number(new RegExp(`"${policy}";r=(\\d+)`).exec(response.headers.get('ratelimit') ?? '')?.[1] ?? NaN);

describe('rate limits (OWASP API4:2023, ASVS 2.4.1)', () => {
  let server: ServerProcess;
  let mails: MailServer;
  beforeAll(async () => {
    mails = await MailServer.start();
    server = await startServer('api', {
      SMTP_URL: mails.url,
      EMAIL_VERIFICATION: 'optional',
      TRUSTED_PROXIES: 'loopback',
      RATE_LIMIT_FACTOR: '1',
      RATE_LIMIT_GENERAL: '8/60',
      RATE_LIMIT_QUERY: '2/60',
      RATE_LIMIT_ANONYMOUS: '5/60',
      RATE_LIMIT_LOGIN: '100/60',
      RATE_LIMIT_REGISTER: '50/60',
      RATE_LIMIT_MAIL: '2/60',
    });
  });
  afterAll(async () => {
    await server.stop();
    await mails.stop();
  });

  /** The API as seen from an address of one's own: the proxy on loopback is trusted. */
  class Visitor extends ApiClient {
    readonly address = `2001:db8:${randomUUID().slice(0, 4)}:${randomUUID().slice(0, 4)}::1`;
    override request(...[path, request]: Parameters<ApiClient['request']>) {
      return super.request(path, { ...request, headers: { 'x-forwarded-for': this.address, ...request?.headers } });
    }
  }
  const visitor = () => new Visitor(server.url);

  it('should say on every answer what is left, in the grammar of the standard', async () => {
    const sut = visitor();
    const user = await registerUser(sut);

    const first = await sut.get('/auth/me', { token: user.accessToken });
    const second = await sut.get('/auth/me', { token: user.accessToken });

    expect(first.headers.get('ratelimit-policy')).toBe('"general-user";q=8;w=60');
    expect(first.headers.get('ratelimit-policy')).toMatch(POLICY);
    expect(first.headers.get('ratelimit')).toMatch(STATE);
    expect(remaining(first, 'general-user')).toBe(7);
    expect(remaining(second, 'general-user')).toBe(6);
  });

  it('should refuse a user who is over the limit, wherever they come from, and say when to come again', async () => {
    const user = await registerUser(visitor());
    const ask = () => visitor().get('/auth/me', { token: user.accessToken });
    const answers = await Promise.all(Array.from({ length: 10 }, ask));

    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(2);
    for (const { headers, json } of refused) {
      expect(headers.get('content-type')).toBe('application/problem+json');
      expect(json.code).toBe('RATE_LIMITED');
      expect(Number(headers.get('retry-after'))).toBe(json.retry_after);
      expect(headers.get('ratelimit')).toContain(`r=0;t=${json.retry_after}`);
      expect(json.retry_after).toBeGreaterThan(0);
      expect(json.retry_after).toBeLessThanOrEqual(60);
    }
  });

  it('should not make one user pay for another', async () => {
    const sut = visitor();
    const [busy, calm] = [await registerUser(sut), await registerUser(sut)];
    await Promise.all(Array.from({ length: 9 }, () => sut.get('/auth/me', { token: busy.accessToken })));

    expect((await sut.get('/auth/me', { token: calm.accessToken })).status).toBe(200);
  });

  it('should count an API key and its owner both', async () => {
    const sut = visitor();
    const user = await registerUser(sut);
    const { json } = await sut.as(user).post('/auth/api-keys', { name: 'report', scopes: ['account:read'] });

    const answer = await sut.get('/auth/me', { token: json.key });

    expect(remaining(answer, 'general-user')).toBe(6);
    expect(remaining(answer, 'general-key')).toBe(7);
  });

  it('should count whoever is not let in by address, so that nobody tries tokens for ever', async () => {
    const sut = visitor();
    const guess = () => sut.get('/auth/me', { token: `tf_${randomUUID()}` });
    const answers = [];
    for (let round = 0; round < 6; round += 1) answers.push(await guess());

    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429]);
    expect((await visitor().get('/auth/me', { token: 'other' })).status).toBe(401);
  });

  it('should take all addresses of one IPv6 network for one', async () => {
    const network = `2001:db8:ffff:${randomUUID().slice(0, 4)}`;
    const from = (host: string) =>
      visitor().get('/auth/providers', { headers: { 'x-forwarded-for': `${network}::${host}` } });
    for (let host = 1; host <= 5; host += 1) expect((await from(host.toString(16))).status).toBe(200);

    expect((await from('beef')).status).toBe(429);
  });

  it('should limit mails to each address, whoever they go to', async () => {
    const sut = visitor();
    const forgot = () => sut.post('/auth/password/forgot', { email: `${randomUUID()}@tradeflow.example` });

    expect([(await forgot()).status, (await forgot()).status, (await forgot()).status]).toEqual([202, 202, 429]);
  });

  it('should limit mails to each recipient, whoever asks for them', async () => {
    const { email } = await registerUser(visitor());
    await mails.waitFor(email, /^Confirm/);

    await visitor().post('/auth/password/forgot', { email });
    await visitor().post('/auth/register', { email, password: 'quiet-harbour-41' });
    const { email: next } = await registerUser(visitor());
    await mails.waitFor(next, /^Confirm/); // It goes out after those before it.

    expect(mails.to(email)).toHaveLength(1);
  });

  it('should count a question once, and its repetition after a lost answer not at all', async () => {
    const sut = visitor();
    const user = await registerUser(sut);
    const ask = (key: string, message: string) =>
      sut.post(
        '/agent/query',
        { message, cache: false },
        {
          token: user.accessToken,
          headers: { 'idempotency-key': key, prefer: 'respond-async' },
        },
      );

    const first = await ask('one', 'Which HS code has coffee?');
    const again = await ask('one', 'Which HS code has coffee?');
    const second = await ask('two', 'Which HS code has tea?');
    const third = await ask('three', 'Which HS code has rice?');
    const afterwards = await ask('one', 'Which HS code has coffee?');

    expect(first.headers.get('ratelimit-policy')).toBe(
      '"general-user";q=8;w=60, "query-user";q=2;w=60, "query-address";q=20;w=60',
    );
    expect(first.headers.get('ratelimit-policy')).toMatch(POLICY);
    expect(remaining(first, 'query-user')).toBe(1);
    expect(again.status).toBe(202);
    expect(again.json.run_id).toBe(first.json.run_id);
    expect(remaining(again, 'query-user')).toBeNaN();
    expect(second.status).toBe(202);
    expect(codeOf(third)).toEqual({ status: 429, code: 'RATE_LIMITED' });
    expect(third.headers.get('ratelimit')).toMatch(STATE);
    expect(Number(third.headers.get('retry-after'))).toBe(third.json.retry_after);
    expect(third.headers.get('ratelimit')).toContain(`"query-user";r=0;t=${third.json.retry_after}`);
    // Who has no question left is still told what became of the one whose answer was lost.
    expect(afterwards).toMatchObject({ status: 202, json: { run_id: first.json.run_id } });
  });

  it('should count as a question only what is one', async () => {
    const sut = visitor();
    const user = await registerUser(sut);
    const ask = (body: object, headers = {}) =>
      sut.post('/agent/query', body, {
        token: user.accessToken,
        headers: { prefer: 'respond-async', 'idempotency-key': 'one', ...headers },
      });

    const malformed = await ask({ message: '' });
    const first = await ask({ message: 'What?' });
    const repeated = [await ask({ message: 'What?' }), await ask({ message: 'What?' })];
    const second = await ask({ message: 'What?' }, { 'idempotency-key': 'two' });
    const third = await ask({ message: 'What?' }, { 'idempotency-key': 'three' });

    expect(malformed.status).toBe(422);
    expect(malformed.headers.get('ratelimit-policy')).toBe('"general-user";q=8;w=60');
    expect([first, ...repeated, second].map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    expect(remaining(second, 'query-user')).toBe(0);
    expect(codeOf(third)).toEqual({ status: 429, code: 'RATE_LIMITED' });
  });

  it('should never refuse a probe', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => visitor().get('//health/liveness')));

    expect(answers.every(({ status }) => status === 200)).toBe(true);
  });

  describe('the lock after wrong passwords (ASVS 6.3.1)', () => {
    const attempt = (sut: ApiClient, email: string, password = 'wrong-horse-7') =>
      sut.post('/auth/login', { email, password });

    it('should keep the right password out too, for as long as it says, and be the same for an unknown e-mail', async () => {
      const user = await registerUser(visitor());
      const unknown = `${randomUUID()}@tradeflow.example`;
      for (const email of [user.email, unknown]) {
        const wrong = [];
        for (let round = 0; round < 6; round += 1) wrong.push((await attempt(visitor(), email)).status);
        expect(wrong).toEqual([401, 401, 401, 401, 401, 401]);

        const locked = await attempt(visitor(), email, user.password);
        expect(codeOf(locked)).toEqual({ status: 429, code: 'LOGIN_LOCKED' });
        expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(50);
      }
    });

    it('should look at no more passwords of many at once than one after the other', async () => {
      const { email } = await registerUser(visitor());

      const answers = await Promise.all(Array.from({ length: 25 }, () => attempt(visitor(), email)));

      expect(answers.filter(({ status }) => status === 401)).toHaveLength(6);
    });

    it('should forget the wrong ones after a right one', async () => {
      const user = await registerUser(visitor());
      for (let round = 0; round < 4; round += 1) await attempt(visitor(), user.email);
      expect((await attempt(visitor(), user.email, user.password)).status).toBe(200);
      for (let round = 0; round < 5; round += 1) await attempt(visitor(), user.email);

      expect((await attempt(visitor(), user.email, user.password)).status).toBe(200);
    });

    it('should lock an address that tries many accounts', async () => {
      const sut = visitor();
      const statuses = new Map<number, number>();
      for (let round = 0; round < 56; round += 1) {
        const { status } = await attempt(sut, `${randomUUID()}@tradeflow.example`);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }

      expect(Object.fromEntries(statuses)).toEqual({ 401: 51, 429: 5 });
    });
  });
});
