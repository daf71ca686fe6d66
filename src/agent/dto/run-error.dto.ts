import { ApiErrorCode } from '../../common/http/docs/error-code.js';
import { type RunEntity } from '../runs/run.entity.js';
import { describeError } from '../runs/run-outcome.js';

/** Why a run failed. */
export class RunErrorDto {
  /**
   * The stable word for the failure, the same in HTTP, events and records.
   * @example AGENT_TIMEOUT
   */
  @ApiErrorCode()
  code!: string;

  /**
   * What to do about it, in the run's language.
   * @example '智能体未能在 30 秒内完成。请缩小问题范围，或用 timeout_seconds 延长时间。'
   */
  content!: string;

  /**
   * Whether the same question may succeed when asked again, as a new run.
   * @example true
   */
  retryable!: boolean;

  /**
   * Seconds after which that makes sense, counted from the end of the run, where it is known.
   * @example 30
   */
  retry_after?: number;

  /** Null where the run has no error. */
  static from(run: Pick<RunEntity, 'error' | 'language'>): RunErrorDto | null {
    return run.error === null ? null : describeError(run);
  }
}
