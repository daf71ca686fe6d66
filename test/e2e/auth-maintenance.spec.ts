import { type NestExpressApplication } from '@nestjs/platform-express';
import { Client } from 'pg';
import { AuthMaintenance } from '../../src/auth/auth-maintenance.js';
import { AccountData } from '../../src/auth/index.js';
import { newId } from '../../src/common/ids.js';
import { ApiClient, registerUser } from '../support/api-client.js';
import { startAuthApplication } from '../support/auth-application.js';

const MINUTES = 60_000;

describe('the upkeep of accounts', () => {
  let app: NestExpressApplication;
  let database: Client;
  let sut: AuthMaintenance;
  beforeAll(async () => {
    app = await startAuthApplication();
    sut = app.get(AuthMaintenance);
    database = new Client({ connectionString: process.env.TEST_POSTGRES_URL });
    await database.connect();
  });
  afterAll(async () => {
    await database.end();
    await app.close();
  });

  it('should finish a deletion that failed half-way, and let nobody in meanwhile', async () => {
    const api = new ApiClient(await app.getUrl());
    const user = await registerUser(api);
    const { id } = (await api.as(user).get('/auth/me')).json;
    const erased: string[] = [];
    let storeIsAway = true;
    app.get(AccountData).register({
      name: 'a store that is away',
      erase: async (userId) => {
        if (storeIsAway) throw new Error('connect ECONNREFUSED');
        erased.push(userId);
      },
    });

    const deletion = await api.as(user).post('/auth/me/delete', { confirmation: user.password });
    expect(deletion.status).toBe(500);
    expect((await api.as(user).get('/auth/me')).status).toBe(401);
    const logIn = () => api.post('/auth/login', { email: user.email, password: user.password });
    expect((await logIn()).json.code).toBe('ACCOUNT_SUSPENDED');

    storeIsAway = false;
    await sut.run(Date.now());
    expect(erased).toEqual([]);
    await sut.run(Date.now() + 6 * MINUTES);
    expect(erased).toContain(id);
    expect((await logIn()).json.code).toBe('INVALID_CREDENTIALS');
  });

  it('should forget what is out of date, and keep what is not', async () => {
    const add = (id: string, age: string) =>
      database.query("INSERT INTO audit_events (id, occurred_at, action) VALUES ($1, now() - $2::interval, 'x')", [
        id,
        age,
      ]);
    const [old, kept] = [newId(), newId()];
    await add(old, '401 days');
    await add(kept, '399 days');

    await sut.run();

    const { rows } = await database.query('SELECT id FROM audit_events WHERE id = ANY ($1)', [[old, kept]]);
    expect(rows).toEqual([{ id: kept }]);
  });
});
