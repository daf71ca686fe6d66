import { AppError } from '../common/errors/app-error.js';
import { findErrorKind } from '../common/errors/error-registry.js';
import { AgentErrors } from './agent.errors.js';
import { type RunEntity } from './runs/run.entity.js';

const NEW_KEY = {
  en: 'To ask again, send a new Idempotency-Key: the same one gets this same run.',
  zh: '如需重新提问，请使用新的 Idempotency-Key：相同的 Idempotency-Key 只会得到同一次运行。',
};

/**
 * Why a run that is over has no answer to give; undefined where it has one. What there was of a timed-out answer, words or files, is
 * still worth showing.
 * @param keyed whether the request bears an Idempotency-Key
 */
export function failureOf(run: RunEntity, keyed: boolean): AppError | undefined {
  const { id, status, error } = run;
  if (status === 'cancelled') {
    return new AppError(AgentErrors.RUN_CANCELLED, { extensions: { run_id: id, reason: run.cancelReason ?? 'user' } });
  }
  // The record outlives the answer, for the accounts.
  if (status === 'succeeded' && run.answer === null) return answerDeleted(id);
  const { content = '', artifacts = [] } = run.answer ?? {};
  const partial = status === 'timed_out' && (content !== '' || artifacts.length > 0);
  if (error === null || partial) return undefined;
  // A newer version may have written a code that is not known here.
  return new AppError(findErrorKind(error.code) ?? AgentErrors.RUN_ATTEMPTS_EXHAUSTED, {
    params: error.params,
    extensions: { run_id: id },
    // Who sends it again with its key gets this run for a day, and would be told to come again each time.
    ...(keyed ? { retryable: false, advice: NEW_KEY } : { retryAfter: error.retry_after }),
  });
}

/** What the run said was deleted with its conversation. */
export function answerDeleted(runId: string): AppError {
  return new AppError(AgentErrors.ANSWER_DELETED, { extensions: { run_id: runId } });
}
