import { Client } from 'pg';
import { registerAdmin } from '../support/admin.js';
import { ApiClient, registerUser, type TestUser } from '../support/api-client.js';
import { type Json } from '../support/json.js';

const sut = new ApiClient();
const idOf = async (user: TestUser): Promise<string> => (await sut.as(user).get('/auth/me')).json.id;

describe('the audit log', () => {
  let database: Client;
  beforeAll(async () => {
    database = new Client({ connectionString: process.env.TEST_POSTGRES_URL });
    await database.connect();
  });
  afterAll(() => database.end());

  it('should tell a user what happened to their account: what, when, from where, in which request (ASVS 16.2.1)', async () => {
    const user = await registerUser();
    const headers = { 'x-request-id': `audit-${process.pid}`, 'user-agent': 'price-report/2.1' };
    await sut.post('/auth/login', { email: user.email, password: 'wrong-horse-7' }, { headers });
    await sut.as(user).get('/admin/users');

    const { json } = await sut.as(user).get('/auth/audit');
    const actions = json.items.map(({ action }: Json) => action);
    const failed = json.items.find(({ action }: Json) => action === 'login.failed');

    expect(actions).toEqual(['access.denied', 'login.failed', 'login.succeeded', 'account.registered']);
    expect(failed).toMatchObject({
      occurred_at: expect.stringMatching(/Z$/),
      ip_address: expect.stringMatching(/127\.0\.0\.1/),
      user_agent: 'price-report/2.1',
      request_id: `audit-${process.pid}`,
      actor_id: null,
    });
  });

  it('should go on by a cursor, and by action', async () => {
    const user = await registerUser();
    const first = await sut.as(user).get('/auth/audit?limit=1');
    const second = await sut.as(user).get(`/auth/audit?limit=1&cursor=${first.json.cursor}`);
    const filtered = await sut.as(user).get('/auth/audit?action=account.registered');

    expect([first.json.items[0].action, second.json.items[0].action]).toEqual([
      'login.succeeded',
      'account.registered',
    ]);
    expect(filtered.json.items).toEqual(second.json.items);
  });

  it('should show a user nothing of others, and an administrator everything', async () => {
    const [admin, user] = [await registerAdmin(), await registerUser()];
    const id = await idOf(user);
    await sut.as(admin).post(`/admin/users/${id}/suspend`);
    await sut.as(admin).post(`/admin/users/${id}/restore`);

    const own = await sut.as(admin).get('/auth/audit?limit=100');
    const users = await sut.as(admin).get(`/admin/audit?user_id=${id}`);

    expect(own.text).not.toContain('account.suspended');
    expect(users.json.items.map(({ action, actor_id }: Json) => [action, actor_id]).slice(0, 2)).toEqual([
      ['account.restored', await idOf(admin)],
      ['account.suspended', await idOf(admin)],
    ]);
  });

  it('should outlive the account', async () => {
    const user = await registerUser();
    const id = await idOf(user);
    await sut.as(user).post('/auth/me/delete', { confirmation: user.password });

    const { rows } = await database.query('SELECT action FROM audit_events WHERE user_id = $1 ORDER BY id DESC', [id]);

    expect(rows[0]).toEqual({ action: 'account.deleted' });
  });

  it.each([
    ['changed', "UPDATE audit_events SET action = 'login.succeeded'"],
    ['deleted before 180 days are over', 'DELETE FROM audit_events'],
    ['emptied', 'TRUNCATE audit_events'],
  ])('should not be %s, even by the owner of the table (ASVS 16.4.2)', async (_what, statement) => {
    await expect(database.query(statement)).rejects.toThrow('audit_events is append-only');
  });

  it('should forget what is older than that', async () => {
    const id = '01800000-0000-7000-8000-000000000000';
    await database.query(
      "INSERT INTO audit_events (id, occurred_at, action) VALUES ($1, now() - interval '2 years', 'x')",
      [id],
    );

    expect((await database.query('DELETE FROM audit_events WHERE id = $1', [id])).rowCount).toBe(1);
  });
});
