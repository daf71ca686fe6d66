import { Injectable } from '@nestjs/common';
import { RedisConnections } from '../../cache/index.js';
import { RunQueue } from '../queue/run-queue.js';
import { RunPositions, TOLD_POSITIONS } from '../runs/run-positions.js';
import { type WaitingRun, RunsRepository } from '../runs/runs.repository.js';
import { BEAT_EVERY, WorkerRegistry } from '../runs/worker-registry.js';
import { Turn } from './turn.js';

/**
 * Tells runs that have their place, and wait as all workers are busy, how many must end before them. Runs do nothing for it: a worker that is
 * full looks now and then, and where one is not, nobody waits.
 */
@Injectable()
export class QueuePositions {
  private readonly turn: Turn;
  /** The jobs that waited at the last look, the next one first. */
  private seen: readonly string[] = [];
  /** What the runs were told, by their ids. */
  private told: ReadonlyMap<string, number> = new Map();

  constructor(
    redis: RedisConnections,
    private readonly queue: RunQueue,
    private readonly runs: RunsRepository,
    private readonly workers: WorkerRegistry,
    private readonly positions: RunPositions,
  ) {
    // One that is full at every other beat keeps it: another would tell the same once more.
    this.turn = new Turn(redis, 'queue-positions', 3 * BEAT_EVERY);
  }

  /** Tells the first of the queue where they stand, each when that has changed. Called by a worker that is full. */
  async tell(): Promise<void> {
    if (!(await this.turn.isMine())) return;
    const next = await this.queue.waiting(TOLD_POSITIONS);
    if (sameOrder(next, this.seen)) return;
    // A job whose run is over or was begun before, and is to be tried again, takes no time, or is not told any more.
    const waiting = await this.runs.waitingAmong(next);
    const moved = waiting.flatMap((run, index) => this.news(run, index + 1));
    const atOnce = (await this.workers.list()).reduce((sum, { pool_size: size }) => sum + size, 0);
    await this.positions.tellQueue(moved, Math.max(1, atOnce));
    this.seen = next;
    this.told = new Map(waiting.map(({ id }, index) => [id, index + 1]));
  }

  private news(run: WaitingRun, position: number): { run: WaitingRun; position: number }[] {
    return this.told.get(run.id) === position ? [] : [{ run, position }];
  }
}

function sameOrder(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((id, index) => id === others[index]);
}
