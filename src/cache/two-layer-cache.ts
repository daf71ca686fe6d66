import { Injectable, Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { SECOND } from '../common/clock.js';
import { RedisConnections } from './redis-connections.js';

/** How long a process trusts its own copy before it asks Redis again: bounds how long a cleared entry lives on. */
const LOCAL_TTL = 30 * SECOND;
const LOCAL_ENTRIES = 500;

/** A cache is a convenience: when Redis is away it misses, and nothing else fails. Values are JSON. */
@Injectable()
export class TwoLayerCache {
  private readonly logger = new Logger(TwoLayerCache.name);
  private readonly local = new LRUCache<string, object>({ max: LOCAL_ENTRIES, ttl: LOCAL_TTL });

  constructor(private readonly redis: RedisConnections) {}

  /** The value, or undefined when it is not there or has expired. The object is shared: do not change it. */
  async get<T extends object>(namespace: string, key: string): Promise<T | undefined> {
    const fullKey = this.redis.key('cache', namespace, key);
    const near = this.local.get(fullKey);
    if (near !== undefined) return near as T;
    const stored = await this.attempt(() => this.redis.commands.get(fullKey));
    if (!stored) return undefined;
    const value = JSON.parse(stored) as T;
    this.local.set(fullKey, value);
    return value;
  }

  /** @param ttlMs life in both layers, in milliseconds */
  async set(namespace: string, key: string, value: object, ttlMs: number): Promise<void> {
    const fullKey = this.redis.key('cache', namespace, key);
    this.local.set(fullKey, value, { ttl: Math.min(ttlMs, LOCAL_TTL) });
    await this.attempt(() => this.redis.commands.set(fullKey, JSON.stringify(value), 'PX', ttlMs));
  }

  private async attempt<T>(call: () => Promise<T>): Promise<T | undefined> {
    try {
      return await call();
    } catch (error) {
      this.logger.warn(`The cache is passed over: ${(error as Error).message}`);
      return undefined;
    }
  }
}
