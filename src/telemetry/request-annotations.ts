import { type ServerResponse } from 'node:http';

/** What only the handler of a request knows and its access line tells. */
export interface RequestAnnotations {
  /** Milliseconds the agent worked on the answer; 0 for one from the cache. */
  readonly agent_query_time_ms?: number;
  /** Whether the answer came from the answer cache. */
  readonly cache_hit?: boolean;
}

const annotations = new WeakMap<ServerResponse, RequestAnnotations>();

/**
 * Adds to the access line of a request, and so to the figures of /health/detailed. May be called until the response is
 * closed; later values win.
 * @example annotateRequest(response, { agent_query_time_ms: answer.duration_ms, cache_hit: answer.cache_hit });
 */
export function annotateRequest(response: ServerResponse, added: RequestAnnotations): void {
  annotations.set(response, { ...annotations.get(response), ...added });
}

/** What was said of the request so far. */
export function annotationsOf(response: ServerResponse): RequestAnnotations {
  return annotations.get(response) ?? {};
}
