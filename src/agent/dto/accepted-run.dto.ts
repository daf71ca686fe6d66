import { API_PREFIX } from '../../common/http/configure-http.js';
import { type RunStatus } from '../events/run-event.js';
import { type AcceptedRun } from '../runs/accepted-run.js';

/** Where the record of a run is. */
export function locationOf({ id }: Pick<AcceptedRun, 'id'>): string {
  return `${API_PREFIX}/agent/runs/${id}`;
}

/** The acceptance of a question, with `Prefer: respond-async`. */
export class AcceptedRunDto {
  /**
   * The run that works it out.
   * @example 0198c7a0-2f1b-7c3e-9a52-3d1f5b8e7a60
   */
  run_id!: string;

  /**
   * The conversation it belongs to, under your own word for it.
   * @example supplier_analysis_session
   */
  session_id!: string;

  /**
   * Where it stands: a new one is `queued`, that of a request which is repeated with its `Idempotency-Key` may be over.
   * @example queued
   */
  status!: RunStatus;

  /**
   * The run's record; also in the header `Location`.
   * @example /api/v1/agent/runs/0198c7a0-2f1b-7c3e-9a52-3d1f5b8e7a60
   */
  location!: string;

  static from(run: AcceptedRun): AcceptedRunDto {
    return { run_id: run.id, session_id: run.sessionId, status: run.status ?? 'queued', location: locationOf(run) };
  }
}
