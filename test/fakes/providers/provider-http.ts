import { RateLimiterMemory } from 'rate-limiter-flexible';
import { ProviderHttp, type ProviderHttpOptions } from '../../../src/agent/worker/providers/http/provider-http.js';

/** The providers' HTTP client as one process alone has it: without Redis. */
export function localProviderHttp(options: Partial<ProviderHttpOptions> = {}): ProviderHttp {
  const kept = new Map<string, object>();
  return new ProviderHttp({
    cache: {
      get: <T extends object>(namespace: string, key: string) =>
        Promise.resolve(kept.get(`${namespace} ${key}`) as T | undefined),
      set: (namespace, key, value) => Promise.resolve(void kept.set(`${namespace} ${key}`, value)),
    },
    limiter: () => new RateLimiterMemory({ points: 1_000, duration: 1 }),
    probes: [],
    contact: 'tests@tradeflow.example',
    ...options,
  });
}

/** Nobody cancels. */
export const patient = (): AbortSignal => new AbortController().signal;
