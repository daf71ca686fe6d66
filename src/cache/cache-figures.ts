/** What a cache was worth since the process started. */
export interface CacheFigures {
  readonly lookups: number;
  /** Found in this process. */
  readonly local_hits: number;
  /** Found in Redis. */
  readonly redis_hits: number;
  /** Share of the lookups that found something fresh, 0 to 1. */
  readonly hit_rate: number;
}

type Layer = 'local' | 'redis' | 'none';

/** Counts lookups by namespace and layer. */
export class CacheCounter {
  private readonly counts = new Map<string, Record<Layer, number>>();

  count(namespace: string, layer: Layer): void {
    const counts = this.counts.get(namespace) ?? { local: 0, redis: 0, none: 0 };
    counts[layer] += 1;
    this.counts.set(namespace, counts);
  }

  figures(namespace: string): CacheFigures {
    const { local, redis, none } = this.counts.get(namespace) ?? { local: 0, redis: 0, none: 0 };
    const lookups = local + redis + none;
    return {
      lookups,
      local_hits: local,
      redis_hits: redis,
      hit_rate: lookups === 0 ? 0 : (local + redis) / lookups,
    };
  }
}
