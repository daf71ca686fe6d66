import { type NewRun } from '../../src/agent/runs/run-statements.js';
import { newId } from '../../src/common/ids.js';

/** A question of somebody's in a conversation of its own. */
export function makeNewRun(more: Partial<NewRun> = {}): NewRun {
  return {
    id: newId(),
    userId: newId(),
    conversationId: newId(),
    sessionId: 'session',
    message: 'What?',
    language: 'en',
    options: { cache: false },
    idempotencyKey: null,
    requestHash: null,
    requestId: newId(),
    timeoutMs: 60_000,
    ...more,
  };
}
