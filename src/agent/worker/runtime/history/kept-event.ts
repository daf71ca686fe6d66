import { type Event } from '@google/adk';
import { type AgentEvent } from '../../../../session/index.js';

/**
 * An event as it is kept for later questions, which nobody changes any more. What ADK's `createEvent` fills in by itself is left out, and so
 * is what only the run itself had to know: it was a quarter of the events, which are written with every answer.
 */
export function keptEvent(event: Event): AgentEvent {
  const { actions, longRunningToolIds, partial: _partial, turnComplete: _turn, usageMetadata: _usage, ...said } = event;
  const done = Object.entries(actions).filter(([, value]) => !isEmpty(value));
  return {
    ...said,
    ...(done.length > 0 && { actions: Object.fromEntries(done) }),
    ...(longRunningToolIds !== undefined && longRunningToolIds.length > 0 && { longRunningToolIds }),
  };
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
