import { loadConfig } from '../../src/config/index.js';
import { createMinioClient } from '../../src/storage/drivers/minio/minio-client.js';
import {
  describeWithMinio,
  MINIO_START_LIMIT,
  minioSettings,
  obtainMinio,
  type TestMinio,
} from '../backends/minio/minio-server.js';
import { eventually } from '../faults/support/eventually.js';
import { ApiClient } from '../support/api-client.js';
import { type Json } from '../support/json.js';
import { type ServerProcess, startServer } from '../support/processes.js';
import { startStores, type TestStores } from '../support/stores.js';

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const FIGURE = expect.any(Number);
const HEALTHY = { status: 'healthy', response_time_ms: FIGURE };

describe('health', () => {
  const sut = new ApiClient();

  it('should serve the short page', async () => {
    const { status, json } = await sut.get('//health');

    expect(status).toBe(200);
    expect(json).toEqual({ status: 'healthy', timestamp: TIME, version: expect.any(String) });
  });

  it('should serve liveness', async () => {
    const { status, json } = await sut.get('//health/liveness');

    expect(status).toBe(200);
    expect(json).toEqual({ status: 'alive', timestamp: TIME });
  });

  it('should serve readiness with database, Redis and agent runner', async () => {
    const { status, json, headers } = await sut.get('//health/readiness');

    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(json).toEqual({
      status: 'ready',
      timestamp: TIME,
      checks: { database: HEALTHY, redis: HEALTHY, agent_runner: HEALTHY },
    });
  });

  it('should serve every figure of the detailed page', async () => {
    const { status, json } = await sut.get('//health/detailed');

    expect(status).toBe(200);
    expect(json).toEqual({
      status: 'healthy',
      timestamp: TIME,
      checks: {
        database: { ...HEALTHY, connections: { open: FIGURE, idle: FIGURE, waiting: FIGURE } },
        redis: { ...HEALTHY, used_memory_mb: FIGURE, connected_clients: FIGURE },
        object_store: HEALTHY,
        agent_runner: { ...HEALTHY, workers: FIGURE, runner_pool_size: FIGURE, active_runs: FIGURE },
      },
      agent_status: {
        runner_pool_size: FIGURE,
        active_connections: FIGURE,
        cache_hit_rate: FIGURE,
        answer_cache: { lookups: FIGURE, local_hits: FIGURE, redis_hits: FIGURE, hit_rate: FIGURE },
      },
      performance: {
        avg_response_time_ms: FIGURE,
        agent_avg_query_time_ms: FIGURE,
        cache_hit_rate: FIGURE,
        active_connections: FIGURE,
        error_rate_5min: FIGURE,
      },
      system_info: { uptime_seconds: FIGURE, memory_usage_mb: FIGURE, cpu_usage_percent: FIGURE },
    });
    expect(json.agent_status.runner_pool_size).toBeGreaterThan(0);
  });

  it('should tell of a store of files that is away, and take requests all the same', async () => {
    const api = await startServer('api', { STORAGE_DIRECTORY: '/dev/null/objects' });
    try {
      const client = new ApiClient(api.url);
      const { status, json } = await client.get('//health/detailed');

      expect([status, json.status]).toEqual([503, 'unhealthy']);
      expect(json.checks.object_store).toEqual({
        status: 'unhealthy',
        response_time_ms: FIGURE,
        error: 'not reachable',
      });
      expect((await client.get('//health/readiness')).status).toBe(200);
    } finally {
      await api.stop();
    }
  });

  it('should serve the probe of the worker', async () => {
    const worker = new ApiClient(process.env.TEST_WORKER_PROBE_URL);

    expect((await worker.get('//health/liveness')).json).toEqual({ status: 'alive', timestamp: TIME });
    expect((await worker.get('//health/readiness')).json).toMatchObject({ status: 'ready', timestamp: TIME });
  });
});

describe('health while something is wrong', () => {
  let stores: TestStores;
  let api: ServerProcess;
  let worker: ServerProcess;
  let sut: ApiClient;

  beforeAll(async () => {
    stores = await startStores();
    const settings = { POSTGRES_URL: stores.postgres.url, REDIS_URL: stores.redis.url };
    [worker, api] = await Promise.all([startServer('worker', settings), startServer('api', settings)]);
    sut = new ApiClient(api.url);
  });
  afterAll(async () => {
    await Promise.all([api?.stop(), worker?.stop()]);
    await stores?.stop();
  });

  it('should not wait for a frozen Redis, and recover with it', async () => {
    stores.redis.process.kill('SIGSTOP');
    try {
      const { status, json } = await readinessThat(({ checks }) => checks.redis.status === 'unhealthy');

      expect(status).toBe(503);
      expect(json.status).toBe('not_ready');
      expect(json.checks.redis.response_time_ms).toBeLessThan(4_500);
      expect((await sut.get('//health/liveness')).status).toBe(200);
    } finally {
      stores.redis.process.kill('SIGCONT');
    }

    expect((await readinessThat(({ status }) => status === 'ready')).status).toBe(200);
  });

  it('should see that no worker takes questions', async () => {
    await worker.stop();

    const { status, json } = await readinessThat(({ checks }) => checks.agent_runner.status === 'unhealthy');

    expect(status).toBe(503);
    expect(json.checks.agent_runner.error).toBe('no worker takes questions');
    expect(json.checks.database.status).toBe('healthy');
  });

  it('should tell of a dead PostgreSQL without telling where it was', async () => {
    stores.postgres.process.kill('SIGKILL');

    const { status, text } = await readinessThat(({ checks }) => checks.database.status === 'unhealthy');

    expect(status).toBe(503);
    expect(text).not.toMatch(/127\.0\.0\.1|localhost|ECONN|terminat/);
    const detailed = await sut.get('//health/detailed');
    expect(detailed.status).toBe(503);
    expect(detailed.json).toMatchObject({ status: 'unhealthy', system_info: { uptime_seconds: FIGURE } });
  });

  /** Probes as an orchestrator would until the page says so; the probe itself paces this. */
  async function readinessThat(holds: (json: Json) => boolean) {
    for (const deadline = Date.now() + 30_000; ;) {
      const response = await sut.get('//health/readiness');
      if (holds(response.json)) return response;
      if (Date.now() > deadline) throw new Error(`Readiness stayed ${response.text}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
});

describeWithMinio('health with MinIO', (source) => {
  let minio: TestMinio;
  let api: ServerProcess;

  beforeAll(async () => {
    minio = await obtainMinio(source);
    api = await startServer('api', minioSettings(minio));
  }, MINIO_START_LIMIT);
  afterAll(async () => {
    await api?.stop();
    await minio?.stop();
  });

  it('should say what to do when the bucket is gone, and heal when it is back', async () => {
    const sut = new ApiClient(api.url);
    const check = async () => (await sut.get('//health/detailed')).json.checks.object_store as Json;
    const { objects } = loadConfig(minioSettings(minio));
    const { client } = createMinioClient(objects.minio!);
    // Made by the first who asks.
    await eventually('A store that serves', async () => (await check()).status === 'healthy');

    await client.removeBucket(minio.bucket);
    await eventually('A store that does not', async () => (await check()).status === 'unhealthy');
    expect(await check()).toEqual({
      status: 'unhealthy',
      response_time_ms: FIGURE,
      error: expect.stringMatching(/^The bucket that MINIO_BUCKET_NAME names does not exist\. Restore it; /),
    });
    expect((await sut.get('//health/detailed')).status).toBe(503);

    await client.makeBucket(minio.bucket);
    await eventually('A store that serves again', async () => (await check()).status === 'healthy');
  });
});
