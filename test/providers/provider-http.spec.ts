import { RateLimiterMemory } from 'rate-limiter-flexible';
import { z } from 'zod';
import { type ProviderPolicy } from '../../src/agent/worker/providers/http/provider-policy.js';
import { type ProviderHttp } from '../../src/agent/worker/providers/http/provider-http.js';
import { FakeServer } from '../fakes/providers/fake-server.js';
import { localProviderHttp, patient } from '../fakes/providers/provider-http.js';

const policy: ProviderPolicy = {
  id: 'example',
  name: 'Example Statistics',
  terms: 'https://example.org/terms',
  rate: { requests: 10, perMs: 1_000 },
  concurrency: 2,
  attemptMs: 20_000,
  attempts: 2,
  cacheMs: 60_000,
  maxBytes: 10_000,
};
const schema = z.object({ value: z.number() });

describe('ProviderHttp', () => {
  let server: FakeServer;
  let http: ProviderHttp;

  beforeEach(async () => {
    server = await FakeServer.start(() => ({ body: { value: 7 } }));
    http = localProviderHttp();
  });
  afterEach(async () => {
    await http.close();
    await server.stop();
  });

  const sut = (changes: Partial<ProviderPolicy> = {}) => http.client({ ...policy, ...changes });
  const ask = (client: ReturnType<typeof sut>, signal = patient()) => client.json({ url: server.url, signal }, schema);

  it('should say who it is and ask once for what it may keep', async () => {
    const client = sut();

    expect(await ask(client)).toEqual({ value: 7 });
    expect(await ask(client)).toEqual({ value: 7 });
    expect(server.seen).toHaveLength(1);
    expect(server.seen[0]?.headers['user-agent']).toMatch(/^TradeFlow\/.*tests@tradeflow\.example/);
  });

  it('should ask every time where nothing may be kept', async () => {
    const client = sut({ cacheMs: 0 });

    await ask(client);
    await ask(client);

    expect(server.seen).toHaveLength(2);
  });

  it('should read past a byte order mark', async () => {
    server.first({ body: '\uFEFF{"value": 1}' });

    expect(await ask(sut())).toEqual({ value: 1 });
  });

  it('should try again after a disturbance and when a short wait is asked for', async () => {
    server.first({ status: 503 });
    expect(await ask(sut({ id: 'one' }))).toEqual({ value: 7 });

    server.first({ status: 429, headers: { 'retry-after': '1' } });
    const before = Date.now();
    expect(await ask(sut({ id: 'two' }))).toEqual({ value: 7 });
    expect(Date.now() - before).toBeGreaterThanOrEqual(990);
  });

  it('should leave a provider alone that asks for a long wait', async () => {
    const client = sut({ cacheMs: 0 });
    server.first({ status: 429, headers: { 'retry-after': '120' } });

    await expect(ask(client)).rejects.toMatchObject({ code: 'PROVIDER_LIMITED', retryAfter: 120 });
    await expect(ask(client)).rejects.toMatchObject({ code: 'PROVIDER_LIMITED' });
    expect(server.seen).toHaveLength(1);
    expect(await client.state()).toBe('limited');
  });

  it('should take a 403 with a time to come back for a used-up quota, and one without for a wrong key', async () => {
    server.first({ status: 403, headers: { 'retry-after': '3600' } }, { status: 403 }, { status: 403 });

    await expect(ask(sut({ keyed: true }))).rejects.toMatchObject({ code: 'PROVIDER_LIMITED' });
    await expect(ask(sut({ keyed: true }))).rejects.toMatchObject({ code: 'PROVIDER_KEY_REFUSED' });
    await expect(ask(sut())).rejects.toMatchObject({ code: 'PROVIDER_REQUEST_REFUSED', params: { status: 403 } });
  });

  it.each([
    ['a page of HTML instead of JSON', { body: '<html>down for maintenance</html>' }],
    ['JSON of another form', { body: { error: 'no' } }],
    ['more than it may send', { body: 'x'.repeat(20_000) }],
  ])('should take nothing from %s', async (_, reply) => {
    server.first(reply, reply);

    await expect(ask(sut())).rejects.toMatchObject({ code: 'PROVIDER_ANSWER_INVALID' });
  });

  it('should give up after its time limit', async () => {
    server.first('hang');

    await expect(ask(sut({ attemptMs: 400 }))).rejects.toMatchObject({ code: 'PROVIDER_TIMED_OUT' });
  });

  it('should stop at once when the question is cancelled', async () => {
    server.first('hang');
    const abort = new AbortController();
    const asked = ask(sut({ attemptMs: 60_000 }), abort.signal);
    setTimeout(() => abort.abort(new Error('cancelled')), 50);

    await expect(asked).rejects.toThrow('cancelled');
  });

  it('should leave a provider alone that failed three times in a row', async () => {
    const client = sut({ attempts: 1 });
    server.first('reset', 'reset', 'reset');

    for (let round = 0; round < 3; round++)
      await expect(ask(client)).rejects.toMatchObject({ code: 'PROVIDER_UNREACHABLE' });
    await expect(ask(client)).rejects.toMatchObject({ code: 'PROVIDER_FAILED' });
    expect(server.seen).toHaveLength(3);
    expect(await client.state()).toBe('open');
  });

  describe('when a provider has been left alone for as long as it should be', () => {
    /** The longest it is left alone, in milliseconds: how much of it is up to chance. */
    const LONGEST = 600_000;
    let client: ReturnType<typeof sut>;

    beforeEach(async () => {
      client = sut({ attempts: 1, cacheMs: 0 });
      server.first('reset', 'reset', 'reset');
      for (let round = 0; round < 3; round++) await ask(client).catch(() => undefined);
      await wait();
    });
    afterEach(() => jest.restoreAllMocks());

    /** The clock goes on; timers and sockets are real. */
    async function wait(): Promise<void> {
      expect(await client.state()).toBe('open');
      const later = Date.now() + LONGEST;
      jest.spyOn(Date, 'now').mockReturnValue(later);
    }

    it('should ask it as ever once it has answered one question, failures forgotten', async () => {
      expect(await ask(client)).toEqual({ value: 7 });

      expect(await client.state()).toBe('up');
      server.first('reset', 'reset');
      for (let round = 0; round < 2; round++)
        await expect(ask(client)).rejects.toMatchObject({ code: 'PROVIDER_UNREACHABLE' });
      expect(await ask(client)).toEqual({ value: 7 });
    });

    it('should leave it alone again, after one question, when that fails', async () => {
      server.first('reset');
      await expect(ask(client)).rejects.toMatchObject({ code: 'PROVIDER_UNREACHABLE' });
      const asked = server.seen.length;

      await expect(ask(client)).rejects.toMatchObject({ code: 'PROVIDER_FAILED' });

      expect(server.seen).toHaveLength(asked);
      await wait();
      expect(await ask(client)).toEqual({ value: 7 });
    });

    it('should ask one question of several that come at once, to see whether it is back', async () => {
      const before = server.seen.length;
      server.first('reset');

      const answers = await Promise.allSettled([ask(client), ask(client), ask(client)]);

      expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
      expect(server.seen).toHaveLength(before + 1);
    });
  });

  it('should give nothing where the provider says there is nothing, and remember it', async () => {
    server.first({ status: 404 });
    const client = sut();
    const request = { url: server.url, signal: patient(), emptyStatuses: [404] };

    expect(await client.json(request, schema)).toBeUndefined();
    expect(await client.json(request, schema)).toBeUndefined();
    expect(server.seen).toHaveLength(1);
  });

  it('should keep to the limit, waiting its turn, and refuse what would wait too long', async () => {
    await http.close();
    http = localProviderHttp({ limiter: ({ rate }) => new RateLimiterMemory({ points: rate.requests, duration: 1 }) });
    const brisk = sut({ cacheMs: 0, rate: { requests: 2, perMs: 1_000 } });
    const before = Date.now();
    await Promise.all([ask(brisk), ask(brisk), ask(brisk)]);
    expect(Date.now() - before).toBeGreaterThanOrEqual(900);

    await http.close();
    http = localProviderHttp({ limiter: () => new RateLimiterMemory({ points: 1, duration: 60 }) });
    const slow = sut({ cacheMs: 0 });
    await ask(slow);
    await expect(ask(slow)).rejects.toMatchObject({ code: 'PROVIDER_LIMITED' });
  });

  it('should fetch a file only when it has changed', async () => {
    server.first({ body: 'list', headers: { etag: '"1"' } }, { status: 304 });
    const client = sut();
    const file = await client.download({ url: server.url, signal: patient() });

    expect(Buffer.from(file?.bytes ?? []).toString()).toBe('list');
    expect(await client.download({ url: server.url, signal: patient() }, file)).toBeUndefined();
    expect(server.seen[1]?.headers['if-none-match']).toBe('"1"');
  });

  it('should ask nobody where there is no internet', async () => {
    await http.close();
    http = localProviderHttp({ probes: ['http://127.0.0.1:1/'] });
    const client = sut();

    await expect(ask(client)).rejects.toMatchObject({ code: 'PROVIDER_OFFLINE' });
    expect(await http.states()).toEqual([expect.objectContaining({ id: 'example', state: 'offline', needs: null })]);
    expect(server.seen).toHaveLength(0);
  });
});
