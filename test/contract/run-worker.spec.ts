import { randomUUID } from 'node:crypto';
import { RunQueue } from '../../src/agent/queue/run-queue.js';
import { CancelChannel } from '../../src/agent/runs/cancel-channel.js';
import { BEAT_EVERY, WorkerRegistry } from '../../src/agent/runs/worker-registry.js';
import { type QueuePositions } from '../../src/agent/worker/queue-positions.js';
import { type RunExecutor } from '../../src/agent/worker/run-executor.js';
import { type RunLeases } from '../../src/agent/worker/run-leases.js';
import { RunWorker } from '../../src/agent/worker/run-worker.js';
import { type AgentRuntime } from '../../src/agent/worker/runtime/agent-runtime.port.js';
import { newId } from '../../src/common/ids.js';
import { loadConfig } from '../../src/config/index.js';
import { Gate } from '../fakes/stage/gate.js';
import { type CacheProcess, startCacheProcess } from './support/cache-process.js';

/** How soon a run at work must hear that it is to stop: sooner than the next look into the records. */
const AT_ONCE = BEAT_EVERY / 2;

/** Its executor is left out: here nobody works on the runs. */
describe('RunWorker', () => {
  let api: CacheProcess;
  let process: CacheProcess;
  let queue: RunQueue;
  let execute: jest.MockedFunction<RunExecutor['execute']>;
  let renew: jest.MockedFunction<RunLeases['renew']>;
  let sut: RunWorker;

  beforeAll(async () => {
    const keyPrefix = `t${randomUUID().slice(0, 8)}`;
    [api, process] = await Promise.all([startCacheProcess(keyPrefix), startCacheProcess(keyPrefix)]);
    queue = new RunQueue(api.redis);
    await queue.onModuleInit();
    execute = jest.fn();
    renew = jest.fn<Promise<void>, []>().mockResolvedValue();
    sut = new RunWorker(
      process.redis,
      loadConfig({}),
      new WorkerRegistry(process.redis),
      { warmUp: async () => undefined, version: '1', model: 'model' } as unknown as AgentRuntime,
      { execute, secureLogs: async () => undefined, noted: async () => undefined } as unknown as RunExecutor,
      { renew, heard: () => undefined } as unknown as RunLeases,
      new CancelChannel(process.redis),
      { tell: async () => undefined } as unknown as QueuePositions,
      queue,
    );
    await sut.onApplicationBootstrap();
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(async () => {
    await sut.beforeApplicationShutdown();
    await queue.onApplicationShutdown();
    for (const each of [api, process]) each.stop();
  });

  /** Resolves when the worker is at work on a new run, which ends when it is told to. */
  const atWork = async () => {
    const runId = newId();
    let begun: (signal: AbortSignal) => void;
    const beginning = new Promise<AbortSignal>((resolve) => (begun = resolve));
    execute.mockImplementationOnce(async (_job, { signal }) => {
      begun(signal);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    });
    await queue.add({ runId, first: true }, 1);
    return { runId, signal: await beginning };
  };

  /** The queue's library stands still in the middle of fetching a job. */
  const holdNextFetch = (): Gate => {
    const gate = new Gate();
    const worker = sut['worker'] as unknown as { moveToActive: (...args: unknown[]) => Promise<unknown> };
    const fetchJob = worker.moveToActive.bind(worker);
    jest.spyOn(worker, 'moveToActive').mockImplementationOnce(async (...args) => {
      await gate.pass();
      return fetchJob(...args);
    });
    return gate;
  };

  it('should break off a run, and no other, as soon as another process says that it is to stop', async () => {
    const [run, other] = [await atWork(), await atWork()];
    const stopped = new Promise((resolve) => run.signal.addEventListener('abort', resolve));

    await new CancelChannel(api.redis).announce(run.runId);

    const limit = AbortSignal.timeout(AT_ONCE);
    await Promise.race([stopped, new Promise((resolve) => limit.addEventListener('abort', resolve))]);
    expect(run.signal.reason).toMatchObject({ abortCause: 'cancelled' });
    expect(other.signal.aborted).toBe(false);
    await new CancelChannel(api.redis).announce(other.runId);
  });

  it('should give up a dead worker’s runs in time for recovery within 15 s', () => {
    const { lockDuration, stalledInterval } = sut['worker']?.opts ?? {};

    // BullMQ may look only every second time. The rest is for the next worker to begin with.
    expect((lockDuration ?? NaN) + 2 * (stalledInterval ?? NaN)).toBeLessThanOrEqual(12_000);
  });

  it('should be healthy as long as its signs of life succeed', async () => {
    expect(sut.healthy).toBe(true);
    const later = Date.now() + 10 * BEAT_EVERY;

    jest.spyOn(Date, 'now').mockReturnValue(later);
    renew.mockRejectedValueOnce(new Error('PostgreSQL is away'));
    await sut['beat']();
    expect(sut.healthy).toBe(false);

    await sut['beat']();
    expect(sut.healthy).toBe(true);
  });

  it('should be unhealthy, and later stuck, when runs wait, it has places for them, and it begins none', async () => {
    const fetching = holdNextFetch();
    await queue.add({ runId: newId(), first: true }, 1);
    await fetching.reached;
    const beatLater = async (beats: number) => {
      jest.spyOn(Date, 'now').mockReturnValue(start + beats * BEAT_EVERY);
      await sut['beat']();
      return sut.healthy;
    };
    const start = Date.now();

    expect([await beatLater(0), await beatLater(7)]).toEqual([true, true]);
    expect(await beatLater(9)).toBe(false);
    expect([await beatLater(16), sut.stuck]).toEqual([false, false]);
    expect([await beatLater(17), sut.stuck]).toEqual([false, true]);

    const begun = new Promise<void>((resolve) => execute.mockImplementationOnce(async () => resolve()));
    fetching.open();
    await begun;
    expect([await beatLater(18), sut.stuck]).toEqual([true, false]);
  });

  it('should be healthy while runs wait that it has no place for', async () => {
    const works = await Promise.all(Array.from({ length: loadConfig({}).agent.runnerPoolSize }, atWork));
    await queue.add({ runId: newId(), first: true }, 1);
    const start = Date.now();
    for (const beats of [0, 9]) {
      jest.spyOn(Date, 'now').mockReturnValue(start + beats * BEAT_EVERY);
      await sut['beat']();
    }

    expect(sut.healthy).toBe(true);
    jest.restoreAllMocks();
    for (const { runId } of works) await new CancelChannel(api.redis).announce(runId);
  });

  it('should be unhealthy when it takes no runs any more', async () => {
    await sut['worker']?.close();

    expect(sut.healthy).toBe(false);
  });
});
