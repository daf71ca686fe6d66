import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { eventually } from '../faults/support/eventually.js';
import { FakeCollector, type SeenSpan } from '../fakes/otlp/fake-collector.js';
import { ApiClient, registerUser } from '../support/api-client.js';
import { OwnSystem } from '../support/own-system.js';
import { startServer } from '../support/processes.js';

describe('traces', () => {
  let collector: FakeCollector;
  let system: OwnSystem;
  let sut: ApiClient;

  beforeAll(async () => {
    collector = await FakeCollector.start();
    system = await OwnSystem.start({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '50' });
    sut = system.api.as(await registerUser(system.api));
  });
  afterAll(async () => {
    await system.stop();
    await collector.stop();
  });

  it('should join what API, worker, model and tools do for a question to the trace of who asks', async () => {
    const [traceId, caller] = [randomBytes(16).toString('hex'), randomBytes(8).toString('hex')];
    const marker = `marker-${randomUUID()}`;

    const { json, status } = await sut.ask(
      `Which HS code has coffee? ${marker}`,
      {},
      {
        headers: { traceparent: `00-${traceId}-${caller}-01`, 'x-request-id': 'request-42' },
      },
    );

    expect(status).toBe(200);
    const named = (spans: readonly SeenSpan[], name: string) => spans.find((span) => span.name.startsWith(name));
    const spans = await collector.waitFor(traceId, (seen) => !!named(seen, 'POST ') && !!named(seen, 'run'));
    const [request, run] = [named(spans, 'POST '), named(spans, 'run')];
    expect(request).toMatchObject({
      service: 'tradeflow-api',
      name: 'POST /api/v1/agent/query',
      parentSpanId: caller,
      attributes: { 'http.response.status_code': 200, 'tradeflow.request_id': 'request-42' },
    });
    expect(run).toMatchObject({
      service: 'tradeflow-worker',
      parentSpanId: request?.spanId,
      attributes: { 'tradeflow.run_id': json.run_id, 'tradeflow.run_status': 'succeeded' },
    });
    for (const name of ['call_llm', 'execute_tool']) {
      const span = named(spans, name);
      expect(span?.service).toBe('tradeflow-worker');
      expect(ancestorsOf(span, spans)).toContain(run?.spanId);
    }
    expect(collector.text).not.toContain(marker);
  });

  it('should begin a trace for who names none, and tell it in the access line', async () => {
    const requestId = randomUUID();
    const { json } = await sut.ask(
      `Which HS code has tea? ${randomUUID()}`,
      {},
      {
        headers: { 'x-request-id': requestId },
      },
    );

    // It is written when the answer has gone out.
    const line = await eventually('The access line', async () => {
      const lines = await system.logLines();
      return lines.find((one) => one['msg'] === 'request' && one['request_id'] === requestId);
    });
    const spans = await collector.waitFor(String(line['trace_id']), (seen) => seen.some(({ name }) => name === 'run'));

    expect(spans.find(({ name }) => name === 'run')?.attributes['tradeflow.run_id']).toBe(json.run_id);
  });

  it('should keep no process from stopping when the collector takes spans and never answers', async () => {
    const deaf = createServer().listen(0, '127.0.0.1');
    await once(deaf, 'listening');
    const { port } = deaf.address() as AddressInfo;
    const api = await startServer('api', { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` });
    await new ApiClient(api.url).get('/auth/me');
    const told = once(deaf, 'request');

    const stopped = api.stop().then(() => 'stopped');

    await told;
    // The exporter itself gives up after 10 seconds.
    const late = new Promise((resolve) => setTimeout(resolve, 6_000, 'late').unref());
    expect(await Promise.race([stopped, late])).toBe('stopped');
    await stopped;
    deaf.closeAllConnections();
    deaf.close();
  });
});

/** The ids of all spans above one. */
function ancestorsOf(span: SeenSpan | undefined, spans: readonly SeenSpan[]): string[] {
  const parent = spans.find(({ spanId }) => spanId === span?.parentSpanId);
  return parent === undefined ? [] : [parent.spanId, ...ancestorsOf(parent, spans)];
}
