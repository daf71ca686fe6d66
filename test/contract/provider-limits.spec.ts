import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ProviderHttp } from '../../src/agent/worker/providers/http/provider-http.js';
import { type ProviderPolicy } from '../../src/agent/worker/providers/http/provider-policy.js';
import { sharedLimiter } from '../../src/agent/worker/providers/http/shared-limiter.js';
import { FakeServer } from '../fakes/providers/fake-server.js';
import { patient } from '../fakes/providers/provider-http.js';
import { type CacheProcess, startCacheProcess } from './support/cache-process.js';

const POLICY: ProviderPolicy = {
  id: 'example',
  name: 'Example Statistics',
  terms: 'https://example.org/terms',
  rate: { requests: 3, perMs: 60_000 },
  concurrency: 8,
  attemptMs: 2_000,
  attempts: 1,
  cacheMs: 0,
  maxBytes: 10_000,
};

describe('the limits of a provider, shared by all workers', () => {
  const processes: CacheProcess[] = [];
  const clients: ProviderHttp[] = [];
  let server: FakeServer;

  beforeEach(async () => {
    server = await FakeServer.start(() => ({ body: { value: 7 } }));
  });
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((http) => http.close()));
    for (const process of processes.splice(0)) process.stop();
    await server.stop();
  });

  /** A worker of its own: its connections to Redis, its client. */
  const worker = async (keyPrefix: string) => {
    const process = await startCacheProcess(keyPrefix);
    processes.push(process);
    const { redis, cache } = process;
    const http = new ProviderHttp({
      cache,
      limiter: (policy) => sharedLimiter(policy, redis),
      probes: [],
      contact: undefined,
    });
    clients.push(http);
    const client = http.client(POLICY);
    return () => client.json({ url: server.url, signal: patient() }, z.object({ value: z.number() }));
  };

  it('should count the requests of two workers together', async () => {
    const prefix = `limits-${randomUUID().slice(0, 8)}`;
    const [one, other] = [await worker(prefix), await worker(prefix)];
    const answers = await Promise.allSettled([one(), other(), one(), other(), one(), other()]);

    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect(server.seen).toHaveLength(3);
    for (const answer of answers)
      if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'PROVIDER_LIMITED' });
  });

  it('should keep every worker away when one of them is told to stay away', async () => {
    const prefix = `limits-${randomUUID().slice(0, 8)}`;
    const [one, other] = [await worker(prefix), await worker(prefix)];
    server.first({ status: 429, headers: { 'retry-after': '3600' }, body: 'You have been banned until tomorrow' });

    await expect(one()).rejects.toMatchObject({ code: 'PROVIDER_LIMITED', retryAfter: 3_600 });
    await expect(other()).rejects.toMatchObject({ code: 'PROVIDER_LIMITED' });
    expect(server.seen).toHaveLength(1);
  });
});
