import { type CancelReceipt } from '../runs/run-cancellation.js';
import { type RunStatus } from '../events/run-event.js';

/** What a cancel achieved. */
export class CancelReceiptDto implements CancelReceipt {
  /**
   * The run.
   * @example 0198c7a0-2f1b-7c3e-9a52-3d1f5b8e7a60
   */
  run_id!: string;

  /**
   * Where the run stands now.
   * @example cancelled
   */
  status!: RunStatus;

  /**
   * When the first cancel was asked for; of a run that was over before any, when this one was.
   * @example 2026-11-22T08:00:01.000Z
   */
  requested_at!: string;

  /**
   * Whether it is certain that nothing starts any more: no tool, no model call.
   * @example true
   */
  delivered!: boolean;

  /**
   * When the run stopped, once it has.
   * @example 2026-11-22T08:00:01.015Z
   */
  stopped_at?: string;

  /**
   * Whether the run had ended before it could be stopped; it stays as it ended.
   * @example false
   */
  already_over!: boolean;
}
