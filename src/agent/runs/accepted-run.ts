import { type WrittenEvent } from '../../session/index.js';
import { type RunStatus } from '../events/run-event.js';

/** A question that was accepted: it will be answered exactly once, whatever dies. */
export interface AcceptedRun {
  readonly id: string;
  readonly conversationId: string;
  readonly sessionId: string;
  /** The position in the log before the run's first event; undefined for a replay whose events are gone. */
  readonly before: string | undefined;
  /** Its first event, where it was written in this moment: it need not be read back to be shown. */
  readonly queued?: WrittenEvent;
  /** Where it stood when it was asked for again; one that was taken in just now is queued. */
  readonly status?: RunStatus;
  /** Whether it is over, and what was said was deleted with its conversation; it may be in the log a little longer. */
  readonly forgotten?: boolean;
}
