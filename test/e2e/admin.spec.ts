import { registerAdmin, runAdminCommand } from '../support/admin.js';
import { ApiClient, registerUser, type TestUser } from '../support/api-client.js';
import { openSse } from '../support/sse-client.js';

const sut = new ApiClient();
const idOf = async (user: TestUser): Promise<string> => (await sut.as(user).get('/auth/me')).json.id;

describe('administration', () => {
  let admin: TestUser;
  let asAdmin: ApiClient;
  beforeAll(async () => {
    admin = await registerAdmin();
    asAdmin = sut.as(admin);
  });

  it('should list and find accounts, and show nothing that is stored encrypted', async () => {
    const user = await registerUser();
    await sut.as(user).request('/auth/me', { method: 'PATCH', body: { phone: '+8657488881234' } });

    const found = await asAdmin.get(`/admin/users?email=${user.email.slice(5, 25).toUpperCase()}`);
    const one = await asAdmin.get(`/admin/users/${found.json.items[0].id}`);
    const page = await asAdmin.get('/admin/users?limit=1');
    const next = await asAdmin.get(`/admin/users?limit=1&cursor=${page.json.cursor}`);

    expect(found.json.items).toEqual([expect.objectContaining({ email: user.email, role: 'user', status: 'active' })]);
    expect(one.json).toEqual(found.json.items[0]);
    expect(one.text).not.toMatch(/phone|password|8888/);
    expect(next.json.items[0].id < page.json.items[0].id).toBe(true);
    expect((await asAdmin.get('/admin/users?email=%25')).json.items).toEqual([]);
  });

  it('should keep a suspended user out at once, streams and keys included, and let them back in (ASVS 7.4.2)', async () => {
    const user = await registerUser();
    const id = await idOf(user);
    const key = await sut.as(user).post('/auth/api-keys', { name: 'report', scopes: ['account:read'] });
    const stream = await openSse(sut.url('/agent/stream?session_id=suspended'), {
      headers: sut.as(user).authorization,
    });

    const suspended = await asAdmin.post(`/admin/users/${id}/suspend`);

    await stream.ended;
    expect(suspended).toMatchObject({ status: 200, json: { status: 'suspended' } });
    expect((await sut.as(user).get('/auth/me')).status).toBe(401);
    expect((await sut.get('/auth/me', { token: key.json.key })).status).toBe(401);
    expect((await sut.post('/auth/refresh', { refresh_token: user.refreshToken })).status).toBe(401);
    const logIn = () => sut.post('/auth/login', { email: user.email, password: user.password });
    expect(await logIn()).toMatchObject({ status: 403, json: { code: 'ACCOUNT_SUSPENDED' } });
    const wrong = await sut.post('/auth/login', { email: user.email, password: 'wrong-horse-7' });
    expect(wrong.json.code).toBe('INVALID_CREDENTIALS');

    expect((await asAdmin.post(`/admin/users/${id}/suspend`)).status).toBe(409);
    expect((await asAdmin.post(`/admin/users/${id}/restore`)).json.status).toBe('active');
    expect((await logIn()).status).toBe(200);
    expect((await sut.get('/auth/me', { token: key.json.key })).status).toBe(200);
  });

  it('should end the event streams of a login that logs out', async () => {
    const user = await registerUser();
    const stream = await openSse(sut.url('/agent/stream?session_id=left'), { headers: sut.as(user).authorization });

    await sut.as(user).post('/auth/logout');

    await stream.ended;
    expect(stream.failure).toBeUndefined();
  });

  it('should end all logins of a user', async () => {
    const user = await registerUser();
    const other = await sut.post('/auth/login', { email: user.email, password: user.password });

    const ended = await asAdmin.request(`/admin/users/${await idOf(user)}/logins`, { method: 'DELETE' });

    expect(ended.json).toEqual({ ended: 2 });
    expect((await sut.as(user).get('/auth/me')).status).toBe(401);
    expect((await sut.get('/auth/me', { token: other.json.access_token })).status).toBe(401);
  });

  it('should show what a user did, and tell of no user that is not there', async () => {
    const user = await registerUser();
    await sut.as(user).ask('Which HS code has coffee?');
    const id = await idOf(user);

    const usage = await asAdmin.get(`/admin/users/${id}/usage`);
    const before = await asAdmin.get(`/admin/users/${id}/usage?to=2020-01-01T00:00:00Z`);

    expect(usage.json.figures).toMatchObject({ runs: 1, total_tokens: expect.any(Number) });
    expect(before.json.figures).toMatchObject({ runs: 0, total_tokens: 0 });
    expect((await asAdmin.get('/admin/users/019aa7c5-7f3e-7b1a-9c41-2f6f0c7f9d10')).json.code).toBe('USER_NOT_FOUND');
  });

  it.each(['2025-W01', '2025-02-30T00:00:00Z', '0000-01-01'])(
    'should say what a period is made of when it begins at %s',
    async (from) => {
      const refused = await asAdmin.get(`/admin/users/${await idOf(admin)}/usage?from=${from}`);

      expect(refused).toMatchObject({ status: 422, json: { code: 'VALIDATION_FAILED' } });
      expect(refused.json.errors).toEqual([
        { path: 'from', message: expect.stringContaining('2025-11-01T00:00:00Z') as string },
      ]);
    },
  );

  it('should let nobody suspend themselves', async () => {
    expect((await asAdmin.post(`/admin/users/${await idOf(admin)}/suspend`)).json.code).toBe('USER_STATE_CONFLICT');
  });

  describe('the command', () => {
    it('should refuse to make an administrator of an e-mail nobody has', async () => {
      const { exitCode, stderr } = await runAdminCommand(['grant', 'nobody@tradeflow.example']);

      expect(exitCode).toBe(1);
      expect(stderr).toContain('There is no account with the e-mail nobody@tradeflow.example');
    });

    it('should end the logins of who is no administrator any more', async () => {
      const former = await registerAdmin();
      expect((await sut.as(former).get('/admin/users?limit=1')).status).toBe(200);

      await runAdminCommand(['revoke', former.email]);

      expect((await sut.as(former).get('/admin/users?limit=1')).status).toBe(401);
      const again = await sut.post('/auth/login', { email: former.email, password: former.password });
      expect((await sut.get('/admin/users', { token: again.json.access_token })).status).toBe(403);
    });

    it('should explain itself', async () => {
      const { exitCode, stdout } = await runAdminCommand([]);

      expect(exitCode).toBe(2);
      expect(stdout).toContain('grant EMAIL');
    });
  });
});
