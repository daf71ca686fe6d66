import { type RunEntity } from '../runs/run.entity.js';
import { type RunCharge } from './run-charge.js';
import { type RunLease } from './run-lease.js';
import { type RunPublisher } from './run-publisher.js';

/** A run in the hands of this worker, and what goes with it from its begin to its end. */
export interface RunAtWork {
  readonly run: RunEntity;
  readonly publisher: RunPublisher;
  /** Takes what is spent, whatever comes of it. */
  readonly charge: RunCharge;
  readonly lease: RunLease;
  /** When its time is over (ms since 1970), by this machine's clock. What a crash cost counts, so that the user's limit holds. */
  readonly deadline: number;
  /** Whether it is known that nothing was said in its conversation before. */
  readonly first: boolean;
}
