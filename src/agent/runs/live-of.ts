import { type LiveRun } from '../../session/index.js';

/** A run as its log knows it. */
export function liveOf({ id, conversationId }: { readonly id: string; readonly conversationId: string }): LiveRun {
  return { runId: id, conversationId };
}
