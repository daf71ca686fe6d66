import { setTimeout as pause } from 'node:timers/promises';
import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible';

/** Longest time a request waits for its turn; a question cannot wait longer. */
const LONGEST_WAIT = 4_000;

/** Keeps the requests of all workers to one provider within its limit. The counter is shared; who is too early waits. */
export class Pace {
  private heldUntil = 0;

  constructor(private readonly limiter: RateLimiterAbstract) {}

  /** Whether the provider asked us to stay away, or our own share is used up for longer than a question waits. */
  get held(): boolean {
    return Date.now() < this.heldUntil;
  }

  /** Seconds until a further request makes sense. */
  get heldSeconds(): number {
    return Math.max(1, Math.ceil((this.heldUntil - Date.now()) / 1000));
  }

  /**
   * Resolves to true when a request may be sent, to false when that would take too long.
   * @throws the signal's reason when it is aborted meanwhile
   */
  async turn(signal: AbortSignal): Promise<boolean> {
    const deadline = Date.now() + LONGEST_WAIT;
    for (;;) {
      signal.throwIfAborted();
      const wait = await this.take();
      if (wait === 0) return true;
      if (Date.now() + wait > deadline) {
        this.heldUntil = Date.now() + wait;
        return false;
      }
      await pause(wait, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }

  /** The provider told all of us to stay away for so long. */
  async hold(ms: number): Promise<void> {
    this.heldUntil = Date.now() + ms;
    await this.limiter.block('all', Math.ceil(ms / 1000));
  }

  /** Milliseconds to wait; 0 when the turn was given. */
  private async take(): Promise<number> {
    try {
      await this.limiter.consume('all');
      return 0;
    } catch (refused) {
      if (refused instanceof RateLimiterRes) return Math.max(1, refused.msBeforeNext);
      throw refused;
    }
  }
}
