import { Injectable } from '@nestjs/common';
import { type RunEntity } from '../runs/run.entity.js';
import { RunsRepository } from '../runs/runs.repository.js';
import { patiently } from '../runs/patiently.js';
import { RunLease } from './run-lease.js';

/** The runs this worker has in hand. */
@Injectable()
export class RunLeases {
  private readonly held = new Set<RunLease>();
  /** When Redis was surely in reach: while it is not, the locks of our jobs may expire unseen, and another be given them. */
  private heardAt = Date.now();

  constructor(private readonly runs: RunsRepository) {}

  /**
   * @param seenAt when the run's begin was asked for
   * @param stop aborted with a RunAborted: by the worker (cancel, lost lock, shutdown), or by the lease
   */
  take(run: Pick<RunEntity, 'id' | 'fence'>, seenAt: number, stop: AbortController): RunLease {
    const lease = new RunLease(run.id, run.fence, seenAt, stop, (one) => patiently(() => this.look([one])));
    this.held.add(lease);
    return lease;
  }

  release(lease: RunLease): void {
    this.held.delete(lease);
  }

  /** Redis answered what was asked at that time. */
  heard(at: number): void {
    this.heardAt = at;
  }

  /** Asks the records whether the runs are still this worker's. A cancel whose message was lost is noticed here at the latest. */
  async renew(): Promise<void> {
    if (this.held.size > 0) await this.look([...this.held]);
  }

  private async look(leases: readonly RunLease[]): Promise<void> {
    const seenAt = Date.now();
    const lost = await this.runs.lost(new Map(leases.map(({ runId, fence }) => [runId, fence])));
    const causes = new Map(lost.map(({ id, cancelled }) => [id, cancelled ? 'cancelled' : 'fenced'] as const));
    for (const lease of leases) {
      const cause = causes.get(lease.runId);
      if (cause === undefined) lease.renew(Math.min(seenAt, this.heardAt));
      else lease.end(cause);
    }
  }
}
