import { randomUUID } from 'node:crypto';
import { AppModule } from '../../src/app.module.js';
import { API_KEY_SCOPES } from '../../src/auth/access/permissions.js';
import { registerAdmin } from '../support/admin.js';
import { ApiClient, registerUser, type TestUser } from '../support/api-client.js';
import { type Belongings, MATRIX, pathFor, type RouteRule } from '../support/authorization-matrix.js';
import { FilesClient } from '../support/files-client.js';
import { type Json } from '../support/json.js';
import { routesOf } from '../support/routes.js';

const api = new ApiClient();
const routes = Object.entries(MATRIX);
const guarded = routes.filter(([, { access }]) => access !== 'public');
const isAdministrative = ({ access }: RouteRule) => access.startsWith('admin:');

/** Only the status: an event stream is left as soon as it has begun. */
async function statusOf(route: string, rule: RouteRule, token: string | null, owned?: Belongings): Promise<number> {
  const [method = '', pattern = ''] = route.split(' ');
  const isOutside = /^\/(health|\.well-known)/.test(pattern);
  const path = pathFor(pattern, rule, owned);
  const controller = new AbortController();
  const body = method === 'GET' || method === 'DELETE' ? undefined : JSON.stringify(rule.body ?? {});
  const response = await fetch(isOutside ? `${api.origin}${path}` : api.url(path), {
    method,
    redirect: 'manual',
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== null && { authorization: `Bearer ${token}` }),
    },
    body,
    signal: controller.signal,
  });
  controller.abort();
  return response.status;
}

describe('the authorization matrix (OWASP API1, API5:2023; ASVS 8.2.1, 8.2.2)', () => {
  let user: TestUser;
  let owned: Belongings;
  let admin: TestUser;
  beforeAll(async () => {
    [user, admin] = await Promise.all([registerUser(), registerAdmin()]);
    owned = await belongingsOf(user);
  });

  async function belongingsOf(owner: TestUser): Promise<Belongings> {
    const client = api.as(owner);
    const session = `matrix-${randomUUID()}`;
    const [answer, key, logins, file, upload] = await Promise.all([
      client.ask('Which HS code has coffee?', { session_id: session }),
      client.post('/auth/api-keys', { name: 'matrix', scopes: ['agent:read'] }),
      client.get('/auth/logins'),
      new FilesClient(client).upload('prices.csv', 'product,price\ncoffee,3\n', 'text/csv'),
      client.post('/files/uploads', { name: 'prices.csv', size: 24 }),
    ]);
    const messages = await client.get(`/chat/sessions/${session}/messages`);
    return {
      session,
      run: answer.json.run_id,
      message: messages.json.items.find(({ role }: Json) => role === 'assistant').id,
      apiKey: key.json.id,
      login: logins.json[0].id,
      file: file.json.id,
      upload: upload.json.upload_id,
    };
  }

  /** A key with every scope there is but one. */
  async function keyWithout(permission: string): Promise<string> {
    const scopes = API_KEY_SCOPES.filter((scope) => scope !== permission);
    const { json } = await api.as(user).post('/auth/api-keys', { name: `all but ${permission}`, scopes });
    return json.key;
  }

  it('should hold every route of the application, with the permission the code declares', async () => {
    const declared = (await routesOf(AppModule)).map(({ pattern, access }) => [pattern, access]);

    expect(Object.fromEntries(routes.map(([route, { access }]) => [route, access]))).toEqual(
      Object.fromEntries(declared),
    );
  });

  it.each(guarded)('should refuse %s to who has not logged in', async (route, rule) => {
    expect(await statusOf(route, rule, null)).toBe(401);
  });

  it.each(routes.filter(([, { access }]) => access === 'public'))(
    'should open %s to everybody',
    async (route, rule) => {
      // A signature in the path is a proof of another kind, and a wrong one is refused.
      if (!route.includes('/files/objects/')) expect([401, 403]).not.toContain(await statusOf(route, rule, null));
    },
  );

  it.each(guarded)('should open %s to a user as far as it is for users', async (route, rule) => {
    const actor = rule.endsLogin ? await registerUser() : user;
    const status = await statusOf(route, rule, actor.accessToken);

    if (isAdministrative(rule)) expect(status).toBe(403);
    else expect([401, 403]).not.toContain(status);
  });

  it.each(guarded)('should open %s to an administrator', async (route, rule) => {
    const actor = rule.endsLogin ? (await registerUser()).accessToken : admin.accessToken;

    expect([401, 403]).not.toContain(await statusOf(route, rule, actor));
  });

  describe('with API keys', () => {
    const keys = new Map<string, Promise<string>>();
    const keyFor = (permission: string) => {
      const key = keys.get(permission) ?? keyWithout(permission);
      keys.set(permission, key);
      return key;
    };

    it.each(guarded)('should refuse %s to a key that lacks its scope', async (route, rule) => {
      expect(await statusOf(route, rule, await keyFor(rule.access))).toBe(403);
    });
  });

  it.each(guarded.filter(([, { object }]) => object))(
    'should know nothing of another’s object on %s',
    async (route, rule) => {
      const stranger = await registerUser();

      expect(await statusOf(route, rule, stranger.accessToken, owned)).toBe(404);
      // Nor does it help to be an administrator: what users ask is theirs alone.
      expect(await statusOf(route, rule, admin.accessToken, owned)).toBe(404);
    },
  );

  it('should have left everything to its owner', async () => {
    const client = api.as(user);
    const found = await Promise.all(
      [`/agent/runs/${owned.run}`, `/chat/sessions/${owned.session}`, `/files/${owned.file}`].map((path) =>
        client.get(path),
      ),
    );

    expect(found.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(found[1]?.json.title).not.toBe('Mine now');
    expect((await client.get('/auth/api-keys')).text).toContain(owned.apiKey);
  });
});
