import { Cluster } from '../faults/support/cluster.js';
import { eventually } from '../faults/support/eventually.js';
import { WatchedRun } from '../faults/support/watched-run.js';
import { ApiClient } from '../support/api-client.js';
import { freePort } from '../support/free-port.js';
import { type ServerProcess } from '../support/processes.js';

/** What a process says at /metrics. */
async function figuresOf({ url }: { url: string }): Promise<Map<string, number>> {
  const response = await fetch(`${url}/metrics`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
}

describe('GET /metrics', () => {
  let cluster: Cluster;
  let api: ServerProcess;
  let worker: ServerProcess;

  beforeAll(async () => {
    cluster = await Cluster.start({ apis: 1 });
    [api] = cluster.apis as [ServerProcess];
    [worker] = cluster.workers as [ServerProcess];
  });
  afterAll(() => cluster.stop());

  it('should tell of requests by route, of runs and tokens by how they ended, and of the queue', async () => {
    const user = await cluster.user();
    const run = await WatchedRun.ask(user, cluster.stage.scene());
    await run.expectAnsweredOnce({ calls: 3, hits: 1, attempts: 1 });
    await user.get(`/agent/runs/${run.id}`);
    await user.get('/agent/runs/no-run');
    const { usage, model } = (await run.record()) as { usage: Record<string, number>; model: string };

    const [ofApi, ofWorker] = [await figuresOf(api), await figuresOf(worker)];

    const requests = 'tradeflow_http_requests_total{method="GET",route="/api/v1/agent/runs/:id"';
    expect(ofApi.get(`${requests},status="404"}`)).toBe(1);
    expect(ofApi.get(`${requests},status="200"}`)).toBeGreaterThan(0);
    expect(ofApi.get('tradeflow_http_request_duration_seconds_count{route="/api/v1/agent/runs/:id"}')).toBeGreaterThan(
      1,
    );
    expect(ofApi.get('tradeflow_event_streams')).toBe(0);
    expect(ofWorker.get('tradeflow_runs_ended_total{status="succeeded",cache="miss"}')).toBe(1);
    expect(ofWorker.get('tradeflow_run_duration_seconds_count{status="succeeded"}')).toBe(1);
    expect(ofWorker.get('tradeflow_run_wait_seconds_count')).toBe(1);
    expect(ofWorker.get(`tradeflow_tokens_total{model="${model}",kind="input"}`)).toBe(usage['input_tokens']);
    expect(ofWorker.get(`tradeflow_tokens_total{model="${model}",kind="output"}`)).toBe(usage['output_tokens']);
    expect(ofWorker.get('tradeflow_queue_jobs{state="waiting"}')).toBe(0);
    expect(ofWorker.get('tradeflow_runner_pool_size')).toBeGreaterThan(0);
    for (const each of [ofApi, ofWorker])
      expect(each.get('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThanOrEqual(0);
  });

  it('should count a run that another worker takes over, and one that its worker has to let go of', async () => {
    const scene = cluster.stage.scene();
    const gate = scene.hold('answer');
    const run = await WatchedRun.ask(await cluster.user(), scene);
    await gate.reached;
    worker.kill('SIGSTOP');
    const other = await cluster.startWorker();
    await eventually('The other worker', async () => scene.calls.length > 3);
    gate.open();
    await run.over();
    worker.kill('SIGCONT');

    expect((await figuresOf(other)).get('tradeflow_runs_recovered_total{how="taken_over"}')).toBe(1);
    await eventually('The frozen one', async () => (await figuresOf(worker)).get('tradeflow_runs_fenced_total') === 1);
    expect((await run.record()).status).toBe('succeeded');
  });

  it('should be served on a port of its own, and nowhere else, where METRICS_PORT names one', async () => {
    const port = await freePort();
    const other = await cluster.startApi({ METRICS_PORT: String(port) });

    expect((await new ApiClient(other.url).get('//metrics')).json).toMatchObject({ code: 'ROUTE_NOT_FOUND' });
    expect((await figuresOf({ url: `http://127.0.0.1:${port}` })).has('tradeflow_event_streams')).toBe(true);
  });
});
