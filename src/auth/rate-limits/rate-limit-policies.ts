/** What is counted apart from each other. Each has its variable `RATE_LIMIT_…`. */
export type RateLimitKind = 'general' | 'anonymous' | 'query' | 'login' | 'register' | 'refresh' | 'mail';

/** Whose requests are counted together. */
export type RateLimitSubject = 'user' | 'key' | 'address';

/** One count of a kind: for whom, and how many times what the configuration grants. */
export interface RateLimitPolicy {
  readonly by: RateLimitSubject;
  readonly times: number;
}

/**
 * What a request of a kind is counted against. A policy whose subject the request has not got (an API key, a user) is
 * passed over. Questions cost most, so an address is counted too: ten users' worth, as an office shares one address.
 */
export const POLICIES: Readonly<Record<RateLimitKind, readonly RateLimitPolicy[]>> = {
  general: [
    { by: 'user', times: 1 },
    { by: 'key', times: 1 },
  ],
  query: [
    { by: 'user', times: 1 },
    { by: 'key', times: 1 },
    { by: 'address', times: 10 },
  ],
  anonymous: [{ by: 'address', times: 1 }],
  login: [{ by: 'address', times: 1 }],
  register: [{ by: 'address', times: 1 }],
  refresh: [{ by: 'address', times: 1 }],
  mail: [{ by: 'address', times: 1 }],
};
