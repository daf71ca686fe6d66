import { createPublicKey, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { JwtService } from '@nestjs/jwt';
import { Client } from 'pg';
import { migrate } from '../../src/database/index.js';
import { runAdminCommand } from '../support/admin.js';
import { ApiClient, registerUser } from '../support/api-client.js';
import { type ServerProcess, type ServerSettings, startServer } from '../support/processes.js';

const PHONE = '+8657488881234';

describe('a change of keys', () => {
  const name = `keys_${randomUUID().replaceAll('-', '')}`;
  const servers: ServerProcess[] = [];
  let postgresUrl: string;
  beforeAll(async () => {
    const shared = new Client({ connectionString: process.env.TEST_POSTGRES_URL });
    await shared.connect();
    await shared.query(`CREATE DATABASE ${name}`);
    await shared.end();
    // A database of its own: sealing everything anew would reach into the other specs.
    const url = new URL(process.env.TEST_POSTGRES_URL ?? '');
    url.pathname = `/${name}`;
    postgresUrl = url.href;
    await migrate(postgresUrl);
  });
  afterAll(() => Promise.all(servers.map((server) => server.stop())));

  async function start(settings: ServerSettings): Promise<ApiClient> {
    const server = await startServer('api', { POSTGRES_URL: postgresUrl, ...settings });
    servers.push(server);
    return new ApiClient(server.url);
  }

  it('should log nobody out, lose no field, and let others verify our tokens by themselves', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const encryptionKeys = `2026:${randomBytes(32).toString('base64')}`;
    const jwtSecret = 'another-jwt-secret-of-the-system-tests-1';
    const [before, after] = await Promise.all([
      start({ JWT_SECRET_KEY: jwtSecret }),
      start({
        JWT_SECRET_KEY: 'a-new-jwt-secret-of-the-system-tests-2',
        JWT_PREVIOUS_SECRET_KEYS: jwtSecret,
        JWT_PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
        DATA_ENCRYPTION_KEYS: encryptionKeys,
      }),
    ]);
    const user = await registerUser(before);
    await before.as(user).request('/auth/me', { method: 'PATCH', body: { phone: PHONE } });

    // The token from before, on a server with the new keys.
    expect(await after.as(user).get('/auth/me')).toMatchObject({ status: 200, json: { phone: PHONE } });

    const refreshed = await after.post('/auth/refresh', { refresh_token: user.refreshToken });
    const { keys } = (await after.get('//.well-known/jwks.json')).json;
    const { kid, alg } = JSON.parse(Buffer.from(refreshed.json.access_token.split('.')[0], 'base64url').toString());
    expect(keys).toEqual([expect.objectContaining({ kid, alg: 'ES256', kty: 'EC', use: 'sig' })]);
    expect(alg).toBe('ES256');
    const publicKey = createPublicKey({ key: keys[0], format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    expect(
      new JwtService().verify(refreshed.json.access_token, { publicKey, audience: 'tradeflow-api' }),
    ).toMatchObject({
      iss: 'tradeflow',
    });
    expect((await before.get('//.well-known/jwks.json')).json).toEqual({ keys: [] });

    const command = await runAdminCommand(['reencrypt'], {
      POSTGRES_URL: postgresUrl,
      DATA_ENCRYPTION_KEYS: encryptionKeys,
    });
    expect(command).toMatchObject({ exitCode: 0, stdout: 'Sealed anew: 1 accounts, 0 identities.\n' });
    expect((await after.as(user).get('/auth/me')).json.phone).toBe(PHONE);
    const database = new Client({ connectionString: postgresUrl });
    await database.connect();
    const { rows } = await database.query('SELECT phone_sealed FROM users');
    await database.end();
    expect(rows).toEqual([{ phone_sealed: expect.stringMatching(/^2026\./) }]);
  });
});
