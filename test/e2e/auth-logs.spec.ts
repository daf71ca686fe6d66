import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { ApiClient, registerUser } from '../support/api-client.js';
import { findSecretsInLogs } from '../support/log-secrets.js';

const sut = new ApiClient();
const LOGS = process.env.TEST_LOG_DIRECTORY ?? '';

/** The end of the whole run looks through all logs the same way (test/support/system-under-test.ts). */
describe('the logs (ASVS 16.2.5)', () => {
  it('should hold nothing secret of whatever was sent, right or wrong', async () => {
    const canary = `canary${randomUUID().replaceAll('-', '')}`;
    const user = await registerUser();
    const client = sut.as(user);
    await client.ask(`Which HS code has ${canary}?`);
    await client.request('/auth/me', { method: 'PATCH', body: { company_tax_id: canary } });
    const key = await client.post('/auth/api-keys', { name: canary, scopes: ['agent:read'] });
    const { json } = await client.post('/auth/stream-ticket');
    await sut.get(`/agent/stream?session_id=x&token=${json.ticket}x`);
    await fetch(sut.url('/auth/oauth/google/callback?code=4/provider-code&state=the-state'), { redirect: 'manual' });
    await sut.post('/auth/login', { email: `${canary}@tradeflow.example`, password: `${canary}-1A` });
    await sut.post('/auth/refresh', { refresh_token: `${user.refreshToken}x` });
    await sut.post('/auth/login', `{"email":"a","password":"${canary}`, {});
    await sut.get('/auth/me', { token: `${user.accessToken}x` });
    const last = `${randomUUID()}`;
    await sut.get('/auth/me', { token: key.json.key, headers: { 'x-request-id': last } });

    const logged = () => findSecretsInLogs(LOGS, { 'the last request': new RegExp(last) });
    for (let round = 0; round < 100 && logged().length === 0; round += 1) await setTimeout(20);

    expect(logged()).toEqual([expect.stringMatching(/^api-.*: the last request$/)]);
    expect(findSecretsInLogs(LOGS, { 'what a user wrote': new RegExp(canary) })).toEqual([]);
  });

  it('should be searched by a search that finds', async () => {
    const directory = await mkdtemp(path.join(os.tmpdir(), 'tradeflow-logs-'));
    const secrets = [
      `{"msg":"Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJl"}`,
      `{"msg":"tfst_${'a'.repeat(43)}"}`,
      `{"msg":"tf_${'a'.repeat(43)}"}`,
      `{"headers":{"cookie":"a=b"}}`,
      `{"err":"postgresql://tradeflow:geheim@db:5432/x"}`,
      `{"password":"Correct-horse-0a1b2c3d"}`,
    ];
    await writeFile(path.join(directory, 'api.log'), ['{"msg":"all is well"}', ...secrets].join('\n'));

    const found = findSecretsInLogs(directory);
    await rm(directory, { recursive: true });

    expect(found.map((place) => place.split(':', 2)[1])).toEqual(['2', '3', '4', '5', '6', '7']);
  });
});
