import { type ServerResponse } from 'node:http';

/** How one policy stands after a request was counted. */
export interface RateLimitState {
  /** E.g. `query-user`. */
  readonly name: string;
  /** Requests granted in each window. */
  readonly quota: number;
  /** Seconds. */
  readonly window: number;
  readonly remaining: number;
  /** Seconds until the count begins anew. */
  readonly reset: number;
}

/**
 * Adds to `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers): lists of structured fields, so a
 * request that is counted twice on its way names both policies.
 */
export function addRateLimitHeaders(response: ServerResponse, states: readonly RateLimitState[]): void {
  if (response.headersSent) return;
  for (const { name, quota, window, remaining, reset } of states) {
    append(response, 'RateLimit-Policy', `"${name}";q=${quota};w=${window}`);
    append(response, 'RateLimit', `"${name}";r=${remaining};t=${reset}`);
  }
}

function append(response: ServerResponse, header: string, member: string): void {
  const present = response.getHeader(header);
  response.setHeader(header, present === undefined ? member : `${String(present)}, ${member}`);
}
