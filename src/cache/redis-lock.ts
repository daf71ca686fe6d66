import { randomUUID } from 'node:crypto';
import { type Redis } from 'ioredis';
import { SECOND } from '../common/clock.js';
import { LuaScript } from './lua-script.js';

/** How long a lock outlives a holder that died. */
const LEASE = 10 * SECOND;

const releaseLock = new LuaScript<number>(new URL('./release-lock.lua', import.meta.url));
const extendLock = new LuaScript<number>(new URL('./extend-lock.lua', import.meta.url));

/**
 * A lock over all processes, for work that should not be done twice. It is no fence: should Redis lose it, or its holder be
 * frozen for longer than the lease, two may work, so the work must do no harm when it is done twice.
 */
export class RedisLock {
  private readonly token = randomUUID();
  private readonly keeper: NodeJS.Timeout;

  private constructor(
    private readonly redis: Redis,
    private readonly key: string,
  ) {
    this.keeper = setInterval(() => void this.extend(), LEASE / 3).unref();
  }

  /** @returns undefined when somebody else has it */
  static async tryTake(redis: Redis, key: string): Promise<RedisLock | undefined> {
    const lock = new RedisLock(redis, key);
    try {
      if ((await redis.set(key, lock.token, 'PX', LEASE, 'NX')) === 'OK') return lock;
    } catch (error) {
      clearInterval(lock.keeper);
      throw error;
    }
    clearInterval(lock.keeper);
    return undefined;
  }

  /** Never rejects: a lock that could not be given back expires. */
  async release(): Promise<void> {
    clearInterval(this.keeper);
    await releaseLock.run(this.redis, [this.key], [this.token]).catch(() => undefined);
  }

  private async extend(): Promise<void> {
    await extendLock.run(this.redis, [this.key], [this.token, LEASE]).catch(() => undefined);
  }
}
