/** A value as both layers keep it. */
export interface CacheEntry<T extends object = object> {
  readonly value: T;
  /** Until when it is fresh, milliseconds since 1970; after that it is stale, until it expires. */
  readonly freshUntil: number;
}

/** How long a value lives. */
export interface CacheLife {
  /** Milliseconds it is fresh. */
  readonly ttlMs: number;
  /** Milliseconds after that in which it may still be served while a new one is made, or when none can be made. */
  readonly staleMs?: number;
}

/** How long a value lives that the cache has made. */
export interface LoadedLife<T> extends CacheLife {
  /** Whether it is of use to others; all are, unless this says otherwise. */
  readonly keepIf?: (value: T) => boolean;
}

export function isFresh(entry: CacheEntry): boolean {
  return Date.now() < entry.freshUntil;
}
