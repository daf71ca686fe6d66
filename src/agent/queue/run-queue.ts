import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Queue } from 'bullmq';
import { RedisConnections } from '../../cache/index.js';
import { SECOND } from '../../common/clock.js';
import { jobIdOf, RUN_QUEUE, runIdOf, type RunJob, runQueuePrefix } from './run-job.js';

/** The producer's half of the queue. Only the head of a session's line has a job here. */
@Injectable()
export class RunQueue implements OnModuleInit, OnApplicationShutdown {
  private queue!: Queue<RunJob>;

  constructor(private readonly redis: RedisConnections) {}

  async onModuleInit(): Promise<void> {
    const connection = this.redis.open('producer', 'run-queue');
    // BullMQ reads the server's version when it is made, and never again if that fails.
    await this.redis.whenReady(connection);
    this.queue = new Queue<RunJob>(RUN_QUEUE, {
      connection,
      prefix: runQueuePrefix(this.redis),
      // Without this BullMQ waits for Redis for ever, and so would the request that asks.
      skipWaitingForReady: true,
      defaultJobOptions: {
        removeOnComplete: true,
        removeOnFail: true,
        // How often a run is tried is decided by its record (AGENT_MAX_RETRIES); the queue only brings it back.
        attempts: 1_000,
        backoff: { type: 'fixed', delay: SECOND, jitter: 0.5 },
      },
    });
    this.queue.on('error', () => undefined); // RedisConnections has said it already.
  }

  /**
   * Lets a worker take up the run. Adding a run that has a job changes nothing.
   * @param precedence 1 goes first; a user's second run at the same time has 2, and so on: nobody waits behind a
   * crowd of somebody else's questions
   */
  async add(run: RunJob, precedence: number): Promise<void> {
    await this.queue.add('run', run, { jobId: jobIdOf(run.runId), priority: Math.min(precedence, 1_000) });
  }

  /** Lets a job that waits go before others, now that fewer of its user's runs are at work: else it would stay behind everybody's newer ones. */
  async advance(runId: string, precedence: number): Promise<void> {
    const job = await this.queue.getJob(jobIdOf(runId));
    if (job === undefined || job.processedOn !== undefined || job.priority <= precedence) return;
    // One that is taken or over at this moment has nothing left to wait for.
    await job.changePriority({ priority: precedence }).catch(() => undefined);
  }

  /** The first runs whose jobs wait for a worker, the next one first. */
  async waiting(most: number): Promise<string[]> {
    // Those that come back after their worker's death stand in a list of their own, before all others.
    const jobs = await this.queue.getRanges(['waiting', 'prioritized'], 0, most - 1, true);
    return jobs.slice(0, most).map(runIdOf);
  }

  /** How many jobs there are: that wait, are worked on, wait to be tried again. */
  async counts(): Promise<Record<'waiting' | 'active' | 'delayed', number>> {
    const {
      wait = 0,
      prioritized = 0,
      active = 0,
      delayed = 0,
    } = await this.queue.getJobCounts('wait', 'prioritized', 'active', 'delayed');
    return { waiting: wait + prioritized, active, delayed };
  }

  async onApplicationShutdown(): Promise<void> {
    const queue = this.queue as Queue<RunJob> | undefined; // Nothing yet where the start was called off.
    await queue?.close();
  }
}
