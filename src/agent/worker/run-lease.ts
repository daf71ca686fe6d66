import { SECOND } from '../../common/clock.js';
import { type AbortCause, RunAborted } from './run-abort.js';

/** For how long a run is surely still this worker's after that was seen: shorter than a lock, so that nobody else can have been given it. */
const SURE_FOR = 5 * SECOND;

/**
 * A worker's hold on a run. The fence keeps what is written too late out; the lease keeps a worker that was frozen, and does not know
 * yet that its run is another's, from calling a model or a tool once more.
 */
export class RunLease {
  /** Aborted with a RunAborted when the work is to be broken off, for whatever cause. */
  readonly signal: AbortSignal;
  private readonly ended = new AbortController();

  /**
   * @param seenAt when the run was surely this worker's. By the wall clock, which also goes on while a machine sleeps.
   * @param outside aborted by the worker
   * @param look renews or ends this lease, by what the run's record says
   */
  constructor(
    readonly runId: string,
    readonly fence: number,
    private seenAt: number,
    outside: AbortSignal,
    private readonly look: (lease: RunLease) => Promise<void>,
  ) {
    this.signal = AbortSignal.any([outside, this.ended.signal]);
  }

  renew(seenAt: number): void {
    this.seenAt = seenAt;
  }

  end(cause: AbortCause): void {
    this.ended.abort(new RunAborted(cause));
  }

  /** Awaited before each call that costs: when the run is not this worker's any more, the signal is aborted by then. */
  async confirm(): Promise<void> {
    if (Math.abs(Date.now() - this.seenAt) > SURE_FOR) await this.look(this);
  }
}
