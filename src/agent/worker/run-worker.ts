import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DelayedError, type Job, Worker } from 'bullmq';
import { RedisConnections } from '../../cache/index.js';
import { SECOND, timestamp } from '../../common/clock.js';
import { newId } from '../../common/ids.js';
import { AppConfig } from '../../config/index.js';
import { watch } from '../../telemetry/index.js';
import { jobIdOf, RUN_QUEUE, type RunJob, runJobSchema, runQueuePrefix } from '../queue/run-job.js';
import { RunQueue } from '../queue/run-queue.js';
import { CancelChannel } from '../runs/cancel-channel.js';
import { runMetrics } from '../runs/run-metrics.js';
import { BEAT_EVERY, WorkerRegistry } from '../runs/worker-registry.js';
import { QueuePositions } from './queue-positions.js';
import { type AbortCause, RunAborted } from './run-abort.js';
import { RunExecutor } from './run-executor.js';
import { LOCK } from './run-lease.js';
import { RunLeases } from './run-leases.js';
import { AgentRuntime } from './runtime/agent-runtime.port.js';

/**
 * A dead worker's runs are found after at most LOCK + 2 × STALLED_EVERY, which keeps recovery below 15 s: BullMQ passes over a
 * look that comes a moment before STALLED_EVERY is over, so that there may be twice as long between two.
 */
const STALLED_EVERY = 2 * SECOND;
/** Runs that wait this long beside free places are not fetched any more: a worker that fetches takes one within milliseconds. */
const IDLE_FOR = 8 * BEAT_EVERY;
/** Beyond it nobody waits for a Redis that is away again: the fence keeps what is written too late out. */
const SECURED_WITHIN = 1 * SECOND;
/** A worker that has no run at work closes within milliseconds, or not at all. */
const CLOSED_WITHIN = 3 * SECOND;
/** When a run that this worker has not let go of yet is looked at again. */
const AGAIN_AFTER = SECOND / 10;

/** Takes runs from the queue: BullMQ's consumer, the worker's sign of life, and its orderly end. */
@Injectable()
export class RunWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(RunWorker.name);
  private readonly id = `${hostname()}-${newId()}`;
  private readonly startedAt = timestamp();
  private readonly aborts = new Map<string, AbortController>();
  private worker: Worker<RunJob> | undefined;
  private beating: NodeJS.Timeout | undefined;
  private lastBeat = Date.now();
  /** How many jobs were begun here, and since when runs wait although there are places for them. */
  private begun = 0;
  private idle: { readonly since: number; readonly begun: number } | undefined;

  constructor(
    private readonly redis: RedisConnections,
    private readonly config: AppConfig,
    private readonly registry: WorkerRegistry,
    private readonly runtime: AgentRuntime,
    private readonly executor: RunExecutor,
    private readonly leases: RunLeases,
    private readonly cancels: CancelChannel,
    private readonly positions: QueuePositions,
    private readonly queue: RunQueue,
  ) {
    watch('runs_at_work', 'Runs this worker works on', () => this.aborts.size);
    watch('runner_pool_size', 'Runs this worker may work on at the same time', () => config.agent.runnerPoolSize);
    // The same from every worker, as there is one queue.
    watch('queue_jobs', 'Jobs in the queue, of all workers together', () => queue.counts(), 'state');
  }

  /** Warm before the first job: twenty cold first questions at once would take half a minute. */
  async onApplicationBootstrap(): Promise<void> {
    await this.runtime.warmUp();
    this.worker = new Worker<RunJob>(RUN_QUEUE, (job, token) => this.process(job, token), {
      connection: this.redis.open('patient', 'run-worker'),
      prefix: runQueuePrefix(this.redis),
      concurrency: this.config.agent.runnerPoolSize,
      lockDuration: LOCK,
      stalledInterval: STALLED_EVERY,
      // Attempts are counted in the record, where a hand-over at shutdown does not count.
      maxStalledCount: 1_000,
    });
    this.worker.on('error', (error) => this.logger.debug(`Queue: ${error.message}`));
    this.worker.on('lockRenewalFailed', (jobs) => void this.letGo(jobs));
    await this.worker.waitUntilReady();
    await this.cancels.listen((runId) => this.abort([jobIdOf(runId)], 'cancelled'));
    await this.beat();
    this.beating = setInterval(() => void this.beat(), BEAT_EVERY);
  }

  /** Takes no new run, hands those at work back to the queue at their next step, and closes. */
  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.beating);
    await this.registry.leave(this.id).catch(() => undefined);
    const closing = this.worker?.close();
    const handBack = setTimeout(() => this.abort([...this.aborts.keys()], 'shutdown'), this.config.shutdownGraceMs / 2);
    await this.untilClosed(closing);
    clearTimeout(handBack);
    await this.executor.noted();
  }

  /** BullMQ's `close` never ends where Redis is away when it is called. What is at work is handed back before this gives up. */
  private async untilClosed(closing: Promise<void> | undefined): Promise<void> {
    const limit = new AbortController();
    const most = this.aborts.size === 0 ? CLOSED_WITHIN : this.config.shutdownGraceMs;
    const enough = pause(most, undefined, { signal: limit.signal }).catch(() => undefined);
    await Promise.race([closing, enough]);
    limit.abort();
  }

  /** Whether the worker lives and consumes, for its probe. */
  get healthy(): boolean {
    if (this.idleFor() > IDLE_FOR) return false;
    return this.worker?.isRunning() === true && Date.now() - this.lastBeat < 10 * BEAT_EVERY;
  }

  /** Whether it has fetched nothing for so long that it will not by itself. One that cannot reach a store is not: starting it anew would not help. */
  get stuck(): boolean {
    return this.idleFor() > 2 * IDLE_FOR;
  }

  private idleFor(): number {
    return this.idle === undefined ? 0 : Date.now() - this.idle.since;
  }

  private async process(job: Job<RunJob>, token: string | undefined): Promise<void> {
    const run = runJobSchema.parse(job.data);
    const jobId = jobIdOf(run.runId);
    const before = this.aborts.get(jobId);
    if (before !== undefined) {
      // It was taken for stalled. BullMQ renews locks by the job's id: the end of the attempt before would cost this one its lock.
      before.abort(new RunAborted('fenced'));
      await this.handBack(job, token, AGAIN_AFTER);
    }
    const abort = new AbortController();
    this.aborts.set(jobId, abort);
    this.begun += 1;
    try {
      await this.executor.execute(run, abort);
    } catch (error) {
      const cause = error instanceof RunAborted ? error.abortCause : undefined;
      if (cause === 'fenced') return runMetrics.fenced();
      if (cause === 'shutdown') await this.handBack(job, token);
      throw error;
    } finally {
      this.aborts.delete(jobId);
    }
  }

  /** The run goes to another worker, or comes again. */
  private async handBack(job: Job<RunJob>, token: string | undefined, delayMs = 0): Promise<never> {
    await job.moveToDelayed(Date.now() + delayMs, token);
    throw new DelayedError();
  }

  private abort(jobs: readonly string[], cause: AbortCause): void {
    for (const job of jobs) this.aborts.get(job)?.abort(new RunAborted(cause));
  }

  /** Redis may have lost more than the locks. What the runs' watchers have seen is written back before another begins them. */
  private async letGo(jobs: string[]): Promise<void> {
    // Those that have lost their lock, and not the next attempts that this worker may be given while it waits.
    const lost = jobs.flatMap((job) => this.aborts.get(job) ?? []);
    await Promise.race([this.executor.secureLogs(), pause(SECURED_WITHIN)]);
    for (const abort of lost) abort.abort(new RunAborted('fenced'));
  }

  /** Says that this worker is there, and asks whether its runs are still its own. */
  private async beat(): Promise<void> {
    void this.executor.secureLogs();
    const said = await this.succeeds(this.sayAlive());
    // Also while Redis is away: then only the records tell of a cancel.
    const asked = await this.succeeds(this.leases.renew());
    const looked = await this.succeeds(this.lookForWaiting());
    if (said && asked && looked) this.lastBeat = Date.now();
    if (this.aborts.size >= this.config.agent.runnerPoolSize) await this.succeeds(this.positions.tell());
  }

  /** The queue's library fetches on its own, and nothing tells when it has silently stopped: only that runs wait and none is begun. */
  private async lookForWaiting(): Promise<void> {
    const { waiting } = await this.queue.counts();
    const has = waiting > 0 && this.aborts.size < this.config.agent.runnerPoolSize;
    if (!has) this.idle = undefined;
    else if (this.idle?.begun !== this.begun) this.idle = { since: Date.now(), begun: this.begun };
  }

  private async succeeds(sign: Promise<void>): Promise<boolean> {
    try {
      await sign;
      return true;
    } catch (error) {
      this.logger.warn(`A sign of life failed: ${(error as Error).message}`);
      return false;
    }
  }

  private async sayAlive(): Promise<void> {
    const askedAt = Date.now();
    await this.registry.beat({
      id: this.id,
      started_at: this.startedAt,
      last_beat_at: timestamp(),
      pool_size: this.config.agent.runnerPoolSize,
      active_runs: this.aborts.size,
      runtime_version: this.runtime.version,
      model: this.runtime.model,
    });
    this.leases.heard(askedAt);
  }
}
