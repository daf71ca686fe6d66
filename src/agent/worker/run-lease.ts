import { SECOND } from '../../common/clock.js';
import { type AbortCause, RunAborted } from './run-abort.js';

/** After this long without a sign of life a run is another's: BullMQ's lock, which is renewed at the latest when half of it is over. */
export const LOCK = 6 * SECOND;

/**
 * For how long a run is surely still this worker's after that was seen. A worker that freezes then has half of its lock left at least, so
 * nobody else is given the run before this is over.
 */
const SURE_FOR = LOCK / 2 - SECOND / 2;

/**
 * A worker's hold on a run. The fence keeps what is written too late out; the lease keeps a worker that was frozen, and does not know
 * yet that its run is another's, from calling a model or a tool once more.
 */
export class RunLease {
  /** Aborted with a RunAborted when the work is to be broken off, for whatever cause. */
  readonly signal: AbortSignal;

  /**
   * @param seenAt when the run was surely this worker's. By the wall clock, which also goes on while a machine sleeps.
   * @param stop ends the work; the worker has it too
   * @param look renews or ends this lease, by what the run's record says
   */
  constructor(
    readonly runId: string,
    readonly fence: number,
    private seenAt: number,
    private readonly stop: AbortController,
    private readonly look: (lease: RunLease) => Promise<void>,
  ) {
    this.signal = stop.signal;
  }

  renew(seenAt: number): void {
    this.seenAt = seenAt;
  }

  end(cause: AbortCause): void {
    this.stop.abort(new RunAborted(cause));
  }

  /** Awaited before each call that costs: when the run is not this worker's any more, the signal is aborted by then. */
  async confirm(): Promise<void> {
    if (Math.abs(Date.now() - this.seenAt) > SURE_FOR) await this.look(this);
  }
}
