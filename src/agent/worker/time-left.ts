import { type RunEntity } from '../runs/run.entity.js';

/** Milliseconds a run may still work, counted from its first attempt: what a crash cost counts, so that the user's limit holds. */
export function timeLeft(run: Pick<RunEntity, 'startedAt' | 'timeoutMs'>): number {
  return Math.max(0, (run.startedAt?.getTime() ?? Date.now()) + run.timeoutMs - Date.now());
}
