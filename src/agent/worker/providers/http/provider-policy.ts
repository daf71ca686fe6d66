/** How we deal with one provider: what its terms and limits ask of us. Every provider's folder has one. */
export interface ProviderPolicy {
  /** Stable word under which limits, cache entries and states are kept, e.g. `un-comtrade`. */
  readonly id: string;
  /** As users read it. */
  readonly name: string;
  /** Where its terms are read. */
  readonly terms: string;
  /** Whether requests carry a key: a refusal is then most likely about it. */
  readonly keyed?: boolean;
  /** Requests that all workers together make in a span of time; a burst of so many is fine. */
  readonly rate: { readonly requests: number; readonly perMs: number };
  /** Requests one worker has open at once; the others wait. */
  readonly concurrency: number;
  /** Longest time of one attempt, body included. */
  readonly attemptMs: number;
  /** Attempts in all; 1 never tries again. */
  readonly attempts: number;
  /** Life of an answer in our cache; 0 where the terms or the matter forbid one. */
  readonly cacheMs: number;
  /** Bytes of an answer after decompression. */
  readonly maxBytes: number;
}

/** What most providers have in common. */
export const USUAL_POLICY = {
  concurrency: 2,
  attemptMs: 6_000,
  attempts: 2,
  maxBytes: 8 * 1024 * 1024,
} as const satisfies Partial<ProviderPolicy>;

/** Whether a provider can be used right now. */
export type ProviderState =
  | 'up'
  /** Its limit is used up for a while. */
  | 'limited'
  /** It failed several times in a row and is left alone for a while. */
  | 'open'
  /** The internet cannot be reached from here. */
  | 'offline'
  /** It needs a key that is not configured. */
  | 'off_without_key';

/** A provider and how it stands with it. */
export interface ProviderStatus {
  readonly id: string;
  readonly name: string;
  readonly state: ProviderState;
  readonly terms: string | null;
  /** The variable that would switch it on; null where it is on. */
  readonly needs: string | null;
}
