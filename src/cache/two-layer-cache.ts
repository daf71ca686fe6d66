import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { type Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import { SECOND } from '../common/clock.js';
import { type CacheEntry, type CacheLife, isFresh, type LoadedLife } from './cache-entry.js';
import { CacheCounter, type CacheFigures } from './cache-figures.js';
import { RedisConnections } from './redis-connections.js';
import { SingleFlight } from './single-flight.js';

/** How long a process trusts its own copy before it asks Redis again: bounds what a lost invalidation can do. */
const LOCAL_TTL = 30 * SECOND;
const LOCAL_ENTRIES = 500;

/**
 * A cache in this process before one in Redis that all processes share. It is a convenience: when Redis is away it misses,
 * and nothing else fails. Values are JSON; an object that is handed out is shared, so nobody may change it.
 */
@Injectable()
export class TwoLayerCache implements OnModuleInit {
  private readonly logger = new Logger(TwoLayerCache.name);
  private readonly local = new LRUCache<string, CacheEntry>({ max: LOCAL_ENTRIES, ttl: LOCAL_TTL });
  private readonly flights: SingleFlight;
  private readonly counter = new CacheCounter();
  /** How often something was said to be void: what is read meanwhile may be what was meant. */
  private voided = 0;

  constructor(private readonly redis: RedisConnections) {
    this.flights = new SingleFlight(redis);
  }

  /** Hears from the other processes what is void. What was said while the line was cut is unknown, so all copies go then. */
  async onModuleInit(): Promise<void> {
    const subscriber = this.redis.open('patient', 'cache-invalidation');
    subscriber.on('message', (_channel, keys) => {
      this.forget(JSON.parse(keys) as string[]);
    });
    subscriber.on('ready', () => void this.beginAnew(subscriber));
    await subscriber.subscribe(this.channel);
  }

  /** The value while it is fresh. */
  async get<T extends object>(namespace: string, key: string): Promise<T | undefined> {
    const entry = await this.lookUp<T>(namespace, key);
    return entry !== undefined && isFresh(entry) ? entry.value : undefined;
  }

  /** The value, fresh or stale. */
  async lookUp<T extends object>(namespace: string, key: string): Promise<CacheEntry<T> | undefined> {
    const fullKey = this.fullKey(namespace, key);
    const near = this.local.get(fullKey) as CacheEntry<T> | undefined;
    // A stale copy: another process may have brought a fresh one.
    if (near !== undefined && isFresh(near)) {
      this.counter.count(namespace, 'local');
      return near;
    }
    const entry = await this.read<T>(fullKey);
    this.counter.count(namespace, entry !== undefined && isFresh(entry) ? 'redis' : 'none');
    return entry;
  }

  /** @param life milliseconds it is fresh, or also how long it is of use after that */
  async set(namespace: string, key: string, value: object, life: number | CacheLife): Promise<void> {
    const { ttlMs, staleMs = 0 } = typeof life === 'number' ? { ttlMs: life } : life;
    const fullKey = this.fullKey(namespace, key);
    const entry: CacheEntry = { value, freshUntil: Date.now() + ttlMs };
    this.local.set(fullKey, entry, { ttl: Math.min(ttlMs + staleMs, LOCAL_TTL) });
    await this.attempt(() => this.redis.commands.set(fullKey, JSON.stringify(entry), 'PX', ttlMs + staleMs));
  }

  /**
   * The value, made by `load` when there is none. Of all processes one loads at a time. A stale value is served at once
   * while a new one is made, and when none can be made.
   */
  async getOrLoad<T extends object>(
    namespace: string,
    key: string,
    life: LoadedLife<T>,
    load: () => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const entry = await this.lookUp<T>(namespace, key);
    if (entry !== undefined && isFresh(entry)) return entry.value;
    const loading = this.loadOnce(namespace, key, life, load, signal);
    if (entry === undefined) return loading;
    loading.catch((error: Error) => this.logger.warn(`A stale value of ${namespace} is kept: ${error.message}`));
    return entry.value;
  }

  /** Makes the value, unless another process is at it: then waits for what that leaves. */
  async loadOnce<T extends object>(
    namespace: string,
    key: string,
    life: LoadedLife<T>,
    load: () => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const peek = async () => {
      const entry = await this.read<T>(this.fullKey(namespace, key));
      return entry !== undefined && isFresh(entry) ? entry.value : undefined;
    };
    const work = async () => {
      const value = await load();
      if (life.keepIf?.(value) ?? true) await this.set(namespace, key, value, life);
      return value;
    };
    return this.flights.run(`${namespace}:${key}`, peek, work, signal);
  }

  /** Removes values everywhere: from Redis and from every process. */
  async delete(namespace: string, keys: readonly string[]): Promise<void> {
    const fullKeys = keys.map((key) => this.fullKey(namespace, key));
    this.forget(fullKeys);
    if (fullKeys.length === 0) return;
    // One by one: on a Redis Cluster they live on different nodes.
    await Promise.all(fullKeys.map((key) => this.redis.commands.del(key)));
    // Once more: a look-up of this process may have brought a copy from before.
    this.forget(fullKeys);
    await this.redis.commands.publish(this.channel, JSON.stringify(fullKeys));
  }

  /** What the cache was worth since the process started. */
  figures(namespace: string): CacheFigures {
    return this.counter.figures(namespace);
  }

  /** Drops all copies when Redis has confirmed that nothing more is missed. */
  private async beginAnew(subscriber: Redis): Promise<void> {
    try {
      await subscriber.subscribe(this.channel);
    } catch {
      return; // Cut again: another `ready` follows.
    }
    this.voided += 1;
    this.local.clear();
  }

  private async read<T extends object>(fullKey: string): Promise<CacheEntry<T> | undefined> {
    const { voided } = this;
    const stored = await this.attempt(() => this.redis.commands.get(fullKey));
    if (!stored) return undefined;
    const entry = JSON.parse(stored) as CacheEntry<T>;
    // It may have been removed since Redis gave it: then it is nobody's to keep.
    if (voided === this.voided) this.local.set(fullKey, entry);
    return entry;
  }

  private forget(fullKeys: readonly string[]): void {
    this.voided += 1;
    for (const key of fullKeys) this.local.delete(key);
  }

  private fullKey(namespace: string, key: string): string {
    return this.redis.key('cache', namespace, key);
  }

  private get channel(): string {
    return this.redis.key('cache', 'void');
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
