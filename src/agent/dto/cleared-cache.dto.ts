/** What was cleared. */
export class ClearedCacheDto {
  /**
   * How many answers were removed from the cache.
   * @example 3
   */
  cleared!: number;
}
