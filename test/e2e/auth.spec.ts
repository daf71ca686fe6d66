import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { ApiClient, type ApiResponse, registerUser } from '../support/api-client.js';
import { type Json } from '../support/json.js';
import { linkIsWritten, othersWait } from '../support/row-waiters.js';

const sut = new ApiClient();
const account = () => ({ email: `${randomUUID()}@tradeflow.example`, password: 'correct-horse-7' });
const refresh = (token: string) => sut.post('/auth/refresh', { refresh_token: token });

/** Answers `code` as problem+json. */
function expectProblem(response: ApiResponse, status: number, code: string): void {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.json).toMatchObject({ status, code, request_id: expect.any(String) });
  expect(response.status).toBe(status);
}

function loginIdOf(accessToken: string): string {
  const [, payload = ''] = accessToken.split('.');
  return (JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sid: string }).sid;
}

describe('registration', () => {
  it('should answer with tokens and the user, and log the new user in', async () => {
    const { email, password } = account();

    const registered = await sut.post('/auth/register', {
      email: ` ${email.toUpperCase()} `,
      password,
      full_name: '林晓',
      company_name: 'Ningbo Lin Trading Co., Ltd.',
    });

    expect(registered.status).toBe(201);
    expect(registered.headers.get('cache-control')).toBe('no-store');
    expect(registered.json).toEqual({
      access_token: expect.any(String),
      refresh_token: expect.stringMatching(/^tfr_[\w-]{43}$/),
      token_type: 'bearer',
      expires_in: 4 * 3600,
      user: {
        id: expect.any(String),
        email,
        email_verified: false,
        full_name: '林晓',
        company_name: 'Ningbo Lin Trading Co., Ltd.',
        role: 'user',
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      },
    });
    const me = await sut.get('/auth/me', { token: registered.json.access_token });
    expect(me.json).toMatchObject(registered.json.user);
  });

  it('should make one account of an e-mail, however it is written and however many come at once', async () => {
    const { email, password } = account();

    const answers = await Promise.all(
      [email, email.toUpperCase(), ` ${email}`].map((spelling) =>
        sut.post('/auth/register', { email: spelling, password }),
      ),
    );

    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 409, 409]);
    expectProblem(await sut.post('/auth/register', { email, password }), 409, 'EMAIL_TAKEN');
  });

  it.each([
    ['no body', undefined, 422],
    ['an empty body', {}, 422],
    ['a weak password', { ...account(), password: 'password' }, 422],
    ['a bad e-mail', { ...account(), email: 'nobody' }, 422],
    ['a field that is not for users to set', { ...account(), role: 'admin' }, 422],
    ['a NUL character', { ...account(), full_name: 'a\0b' }, 422],
  ])('should refuse %s', async (_what, body, status) => {
    const response = await sut.post('/auth/register', body);

    expectProblem(response, status, 'VALIDATION_FAILED');
    expect(response.text).not.toContain('correct-horse-7');
  });

  it('should name each refused field', async () => {
    const response = await sut.post('/auth/register', { email: 'nobody', password: 'x' });

    const paths = response.json.errors.map(({ path }: Json) => path);
    expect(new Set(paths)).toEqual(new Set(['email', 'password']));
  });
});

describe('login', () => {
  describe('that is overtaken', () => {
    let database: Client;
    beforeAll(async () => {
      database = new Client({ connectionString: process.env.TEST_POSTGRES_URL });
      await database.connect();
    });
    afterAll(() => database.end());

    it.each([
      ['the password is changed', "password_hash = 'changed'"],
      ['the account is suspended', "status = 'suspended'"],
      ['the role is another', "role = 'admin'"],
    ])('should not begin when %s after the password was compared', async (_what, change) => {
      const user = await registerUser();
      await linkIsWritten(database, user.email);
      await database.query('BEGIN');
      await database.query(`UPDATE users SET ${change} WHERE email = $1`, [user.email]);
      const login = sut.post('/auth/login', { email: user.email, password: user.password });
      await othersWait(database);
      await database.query('COMMIT');

      expectProblem(await login, 401, 'INVALID_CREDENTIALS');
    });
  });

  it('should answer with fresh tokens', async () => {
    const user = await registerUser();

    const login = await sut.post('/auth/login', { email: user.email.toUpperCase(), password: user.password });

    expect(login.status).toBe(200);
    expect(login.json).toMatchObject({ token_type: 'bearer', user: { email: user.email } });
    expect(login.json.refresh_token).not.toBe(user.refreshToken);
  });

  it('should tell an unknown e-mail and a wrong password apart neither by answer nor by time', async () => {
    const user = await registerUser();
    const fastest = { unknown: Infinity, wrong: Infinity };
    const bodies = { unknown: account(), wrong: { email: user.email, password: 'wrong-horse-7' } };
    const problems: Record<string, Json> = {};

    for (let round = 0; round < 5; round += 1) {
      for (const kind of ['unknown', 'wrong'] as const) {
        const begun = performance.now();
        const response = await sut.post('/auth/login', bodies[kind]);
        fastest[kind] = Math.min(fastest[kind], performance.now() - begun);
        expectProblem(response, 401, 'INVALID_CREDENTIALS');
        problems[kind] = { ...response.json, request_id: undefined };
      }
    }

    expect(problems.unknown).toEqual(problems.wrong);
    // Without the decoy an unknown e-mail is answered many times faster: nothing is hashed.
    expect(fastest.unknown).toBeGreaterThan(fastest.wrong / 2);
  });
});

describe('a login', () => {
  it('should end at once on logout, its access and refresh tokens included, and leave the other logins alone', async () => {
    const user = await registerUser();
    const other = await sut.post('/auth/login', { email: user.email, password: user.password });

    const logout = await sut.as(user).post('/auth/logout');

    expect(logout.status).toBe(204);
    expectProblem(await sut.as(user).get('/auth/me'), 401, 'TOKEN_INVALID');
    expectProblem(await refresh(user.refreshToken), 401, 'REFRESH_TOKEN_INVALID');
    expect((await sut.get('/auth/me', { token: other.json.access_token })).status).toBe(200);
    expect((await refresh(other.json.refresh_token)).status).toBe(200);
  });
});

describe('refresh (ASVS 5.0 10.4.5)', () => {
  let database: Client;
  beforeAll(async () => {
    database = new Client({ connectionString: process.env.TEST_POSTGRES_URL });
    await database.connect();
  });
  afterAll(() => database.end());

  /** As if the last rotation had happened so much earlier: nobody wants to wait for the grace to pass. */
  async function letTimePass(accessToken: string, seconds: number): Promise<void> {
    const { rowCount } = await database.query(
      'UPDATE logins SET rotated_at = rotated_at - make_interval(secs => $2) WHERE id = $1',
      [loginIdOf(accessToken), seconds],
    );
    expect(rowCount).toBe(1);
  }

  /** Refreshes `times` times, each with the token of the time before. @returns all refresh tokens, oldest first. */
  async function rotate(first: string, times: number): Promise<string[]> {
    const tokens = [first];
    for (let round = 0; round < times; round += 1) {
      const response = await refresh(tokens.at(-1) as string);
      expect(response.status).toBe(200);
      tokens.push(response.json.refresh_token);
    }
    return tokens;
  }

  it('should give new tokens for the same login, again and again', async () => {
    const user = await registerUser();

    const tokens = await rotate(user.refreshToken, 20);
    const last = await refresh(tokens.at(-1) as string);

    expect(new Set(tokens).size).toBe(21);
    expect(loginIdOf(last.json.access_token)).toBe(loginIdOf(user.accessToken));
    expect(last.json).toMatchObject({ token_type: 'bearer', expires_in: 4 * 3600, user: { email: user.email } });
    expect((await sut.get('/auth/me', { token: last.json.access_token })).status).toBe(200);
  });

  it('should end the whole family, access tokens too, when an ancestor is replayed', async () => {
    const user = await registerUser();
    const tokens = await rotate(user.refreshToken, 3);

    const replay = await refresh(tokens[0] as string);

    expectProblem(replay, 401, 'REFRESH_TOKEN_INVALID');
    for (const token of tokens) expectProblem(await refresh(token), 401, 'REFRESH_TOKEN_INVALID');
    expectProblem(await sut.as(user).get('/auth/me'), 401, 'TOKEN_INVALID');
  });

  it('should leave the other logins of the user alone when one family ends', async () => {
    const user = await registerUser();
    const other = await sut.post('/auth/login', { email: user.email, password: user.password });
    const tokens = await rotate(user.refreshToken, 2);
    await refresh(tokens[0] as string);

    expect((await refresh(other.json.refresh_token)).status).toBe(200);
  });

  it('should forgive the immediate parent for a lost answer, and go on from there', async () => {
    const user = await registerUser();
    await refresh(user.refreshToken);

    const again = await refresh(user.refreshToken);

    expect(again.status).toBe(200);
    expect((await refresh(again.json.refresh_token)).status).toBe(200);
  });

  it('should take the immediate parent for a replay after the grace', async () => {
    const user = await registerUser();
    const child = await refresh(user.refreshToken);
    await letTimePass(user.accessToken, 11);

    expectProblem(await refresh(user.refreshToken), 401, 'REFRESH_TOKEN_INVALID');
    expectProblem(await refresh(child.json.refresh_token), 401, 'REFRESH_TOKEN_INVALID');
  });

  it('should detect the fork when both the thief and the owner go on after a forgiven replay', async () => {
    const user = await registerUser();
    const owners = await refresh(user.refreshToken);
    const thiefs = await refresh(user.refreshToken);
    const ownersNext = await refresh(owners.json.refresh_token);
    await letTimePass(user.accessToken, 11);

    expectProblem(await refresh(thiefs.json.refresh_token), 401, 'REFRESH_TOKEN_INVALID');
    expectProblem(await refresh(ownersNext.json.refresh_token), 401, 'REFRESH_TOKEN_INVALID');
  });

  it('should serve refreshes at the same time: all valid, all different, one generation further', async () => {
    const user = await registerUser();

    const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(user.refreshToken)));

    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
    expect(new Set(answers.map(({ json }) => json.refresh_token)).size).toBe(8);
    const { rows } = await database.query('SELECT generation FROM logins WHERE id = $1', [loginIdOf(user.accessToken)]);
    expect(rows).toEqual([{ generation: 2 }]);
  });

  it('should decide by what the refresh before it left, not by what it read before that one was done', async () => {
    const user = await registerUser();
    const login = [loginIdOf(user.accessToken)];
    // Stands for two refreshes that hold the family while a third comes in with the token they began with.
    await database.query('BEGIN');
    await database.query('SELECT FROM logins WHERE id = $1 FOR UPDATE', login);
    const late = refresh(user.refreshToken);
    await othersWait(database);
    await database.query('UPDATE logins SET generation = 3, rotated_at = now() WHERE id = $1', login);
    await database.query('COMMIT');

    expectProblem(await late, 401, 'REFRESH_TOKEN_INVALID');
  });

  it('should let no descendant live on when an ancestor is replayed at the same time as it refreshes', async () => {
    const user = await registerUser();
    const tokens = await rotate(user.refreshToken, 2);

    const [refreshed] = await Promise.all([refresh(tokens[2] as string), refresh(tokens[0] as string)]);

    const newest = refreshed.json.refresh_token ?? tokens[2];
    expectProblem(await refresh(newest), 401, 'REFRESH_TOKEN_INVALID');
  });

  it('should end with the login, however often it was refreshed', async () => {
    const user = await registerUser();
    const tokens = await rotate(user.refreshToken, 1);
    await database.query('UPDATE logins SET expires_at = now() WHERE id = $1', [loginIdOf(user.accessToken)]);

    expectProblem(await refresh(tokens[1] as string), 401, 'REFRESH_TOKEN_INVALID');
  });

  it('should store no token that could be used', async () => {
    const user = await registerUser();

    const { rows } = await database.query('SELECT * FROM refresh_tokens WHERE login_id = $1', [
      loginIdOf(user.accessToken),
    ]);

    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(user.refreshToken);
  });

  it.each(['tfr_unknown', 'x', '../../etc/passwd'])('should not know %j', async (token) => {
    expectProblem(await refresh(token), 401, 'REFRESH_TOKEN_INVALID');
  });

  it.each([
    ['nothing', {}],
    ['an empty token', { refresh_token: '' }],
    ['a number', { refresh_token: 7 }],
    ['an endless token', { refresh_token: 'x'.repeat(201) }],
  ])('should refuse a body with %s', async (_what, body) => {
    expectProblem(await sut.post('/auth/refresh', body), 422, 'VALIDATION_FAILED');
  });
});
