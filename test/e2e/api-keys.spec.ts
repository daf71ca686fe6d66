import { Client } from 'pg';
import { ApiClient, registerUser, type TestUser } from '../support/api-client.js';

const sut = new ApiClient();

describe('an API key', () => {
  let user: TestUser;
  beforeAll(async () => {
    user = await registerUser();
  });
  const create = (scopes: string[], more: object = {}, owner = user) =>
    sut.as(owner).post('/auth/api-keys', { name: 'nightly report', scopes, ...more });
  const remove = (id: string, owner = user) => sut.as(owner).request(`/auth/api-keys/${id}`, { method: 'DELETE' });

  it('should be shown once, and let in from then on', async () => {
    const { status, json, headers } = await create(['account:read']);

    expect(status).toBe(201);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(json).toMatchObject({ key: expect.stringMatching(/^tf_[\w-]{43}$/), scopes: ['account:read'] });
    expect(json.prefix).toBe(json.key.slice(0, 8));
    expect(Date.parse(json.expires_at) - Date.now()).toBeGreaterThan(89 * 86_400_000);
    expect((await sut.get('/auth/me', { token: json.key })).json.email).toBe(user.email);
    const list = await sut.as(user).get('/auth/api-keys');
    expect(list.text).toContain(json.id);
    expect(list.text).not.toContain(json.key);
    expect(list.json[0].last_used_at).not.toBeNull();
  });

  it('should do what its scopes say and nothing else (ASVS 8.2.1)', async () => {
    const { json } = await create(['agent:read']);

    expect((await sut.get('/agent/tools', { token: json.key })).status).not.toBe(401);
    const refused = await sut.get('/auth/me', { token: json.key });
    expect(refused).toMatchObject({ status: 403, json: { code: 'PERMISSION_DENIED' } });
    expect(refused.headers.get('www-authenticate')).toContain('insufficient_scope');
  });

  it.each([['account:write'], ['admin:users'], ['admin:audit'], ['everything'], ['']])(
    'should not be given %j: a key never changes the account nor makes other keys',
    async (scope) => {
      expect((await create([scope])).status).toBe(422);
    },
  );

  it('should take what it opens with it: a ticket has its scopes, not those of the user', async () => {
    const { json } = await create(['agent:read']);

    const { json: ticket } = await sut.post('/auth/stream-ticket', undefined, { token: json.key });

    const controller = new AbortController();
    const stream = await fetch(sut.url(`/agent/stream?session_id=keys&token=${ticket.ticket}`), {
      signal: controller.signal,
    });
    expect(stream.status).toBe(200);
    controller.abort();
  });

  it('should end at once when it is deleted, has expired, or its owner is gone', async () => {
    const database = new Client({ connectionString: process.env.TEST_POSTGRES_URL });
    await database.connect();
    const owner = await registerUser();
    const [deleted, expired, orphan] = await Promise.all(
      [1, 2, 3].map(async () => (await create(['account:read'], {}, owner)).json),
    );
    const statusOf = async (key: string) => (await sut.get('/auth/me', { token: key })).status;
    expect(await statusOf(deleted.key)).toBe(200);

    expect((await remove(deleted.id, owner)).status).toBe(204);
    await database.query('UPDATE api_keys SET expires_at = now() WHERE id = $1', [expired.id]);
    expect([await statusOf(deleted.key), await statusOf(expired.key), await statusOf(orphan.key)]).toEqual([
      401, 401, 200,
    ]);
    await sut.as(owner).post('/auth/me/delete', { confirmation: owner.password });
    expect(await statusOf(orphan.key)).toBe(401);
    await database.end();
  });

  it('should be nobody else’s to see or delete', async () => {
    const { json } = await create(['account:read']);
    const other = await registerUser();

    expect((await sut.as(other).get('/auth/api-keys')).json).toEqual([]);
    expect(await remove(json.id, other)).toMatchObject({ status: 404, json: { code: 'API_KEY_NOT_FOUND' } });
  });

  it('should be stored by its hash alone', async () => {
    const { json } = await create(['account:read']);
    const database = new Client({ connectionString: process.env.TEST_POSTGRES_URL });
    await database.connect();
    const { rows } = await database.query('SELECT * FROM api_keys WHERE id = $1', [json.id]);
    await database.end();

    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(json.key);
  });

  it('should be one of at most twenty', async () => {
    const owner = await registerUser();
    for (let count = 0; count < 20; count += 1) expect((await create(['agent:read'], {}, owner)).status).toBe(201);

    expect(await create(['agent:read'], {}, owner)).toMatchObject({ status: 409, json: { code: 'API_KEY_LIMIT' } });
  });

  it('should be one of at most twenty, also when many are made at once', async () => {
    const owner = await registerUser();

    const made = await Promise.all(Array.from({ length: 24 }, () => create(['agent:read'], {}, owner)));

    expect(made.filter(({ status }) => status === 201)).toHaveLength(20);
  });
});
