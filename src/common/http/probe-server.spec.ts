import { type PageServer } from './page-server.js';
import { type ProbeReport, startProbeServer } from './probe-server.js';

describe('startProbeServer', () => {
  let sut: PageServer;
  let check: () => ProbeReport | Promise<ProbeReport>;
  const get = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${sut.port}${path}`);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  beforeAll(async () => {
    sut = await startProbeServer({ host: '127.0.0.1', port: 0 }, () => check());
  });
  afterAll(() => sut.close());

  it('should be ready, with its figures, while the process works', async () => {
    check = () => ({ ok: true, figures: { active_runs: 3 } });

    expect(await get('/health/readiness')).toEqual({
      status: 200,
      body: { status: 'ready', timestamp: expect.any(String), active_runs: 3 },
    });
  });

  it.each<[string, () => ProbeReport | Promise<ProbeReport>]>([
    ['says that it no longer works', () => ({ ok: false })],
    ['fails to say', () => Promise.reject(new Error('connection lost'))],
    ['takes too long to say', () => new Promise<ProbeReport>(() => undefined)],
  ])('should live without being ready when the process %s', async (_what, answer) => {
    check = answer;

    expect(await get('/health')).toMatchObject({ status: 503, body: { status: 'not_ready' } });
    expect(await get('/health/liveness')).toMatchObject({ status: 200, body: { status: 'alive' } });
  });

  it('should ask to be started anew when the process is stuck', async () => {
    check = () => ({ ok: false, stuck: true });

    expect(await get('/health/liveness')).toMatchObject({ status: 503, body: { status: 'stuck' } });
  });

  it('should know no other page but those it is given', async () => {
    const more = { '/metrics': () => ({ status: 200, contentType: 'text/plain', body: 'runs 3' }) };
    const other = await startProbeServer({ host: '127.0.0.1', port: 0 }, () => check(), more);

    const response = await fetch(`http://127.0.0.1:${other.port}/metrics?of=runs`);
    await other.close();

    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/plain']);
    expect(await response.text()).toBe('runs 3');
    expect(await get('/metrics')).toMatchObject({ status: 404 });
    expect(await get('/toString')).toMatchObject({ status: 404 });
  });

  it('should answer 500 for a page that fails', async () => {
    const more = { '/metrics': () => Promise.reject(new Error('connection lost')) };
    const other = await startProbeServer({ host: '127.0.0.1', port: 0 }, () => check(), more);

    const response = await fetch(`http://127.0.0.1:${other.port}/metrics`);
    await other.close();

    expect([response.status, await response.text()]).toEqual([500, '']);
  });

  it('should reject when the port is taken', async () => {
    await expect(startProbeServer({ host: '127.0.0.1', port: sut.port }, check)).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });
});
