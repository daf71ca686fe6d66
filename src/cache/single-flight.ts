import { setTimeout as delay } from 'node:timers/promises';
import { SECOND } from '../common/clock.js';
import { RedisLock } from './redis-lock.js';
import { type RedisConnections } from './redis-connections.js';

/** How often one who waits looks whether the result is there, milliseconds: growing, as most work is short. */
const FIRST_LOOK = 20;
const LONGEST_LOOK = 250;
/** After this long everyone works for themselves. */
const PATIENCE = 60 * SECOND;

/** Lets one process do what many want, and the others have its result. */
export class SingleFlight {
  private readonly flights = new Map<string, Promise<unknown>>();

  constructor(private readonly redis: RedisConnections) {}

  /**
   * @param peek finds what another process has left; asked again and again while it works
   * @param work leaves its result where `peek` finds it
   */
  async run<T>(
    key: string,
    peek: () => Promise<T | undefined>,
    work: () => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    // With a signal of its own nobody may be bound to the flight of somebody who leaves.
    if (signal !== undefined) return this.fly(key, peek, work, signal);
    const underway = this.flights.get(key) as Promise<T> | undefined;
    if (underway !== undefined) return underway;
    const flight = this.fly(key, peek, work).finally(() => this.flights.delete(key));
    this.flights.set(key, flight);
    return flight;
  }

  private async fly<T>(
    key: string,
    peek: () => Promise<T | undefined>,
    work: () => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const lockKey = this.redis.key('lock', key);
    const deadline = Date.now() + PATIENCE;
    for (let pause = FIRST_LOOK; Date.now() < deadline; pause = Math.min(2 * pause, LONGEST_LOOK)) {
      const lock = await RedisLock.tryTake(this.redis.commands, lockKey).catch(() => 'unlockable' as const);
      // Without Redis nobody can be waited for.
      if (lock === 'unlockable') return work();
      try {
        const found = await peek();
        if (found !== undefined) return found;
        if (lock !== undefined) return await work();
      } finally {
        await lock?.release();
      }
      await delay(pause, undefined, { signal });
    }
    return work();
  }
}
