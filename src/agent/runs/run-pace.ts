import { Injectable } from '@nestjs/common';
import { RedisConnections } from '../../cache/index.js';
import { DAY, SECOND } from '../../common/clock.js';

/** What is assumed before the first run was measured. */
const ASSUMED_MS = 2 * SECOND;
/** How much the newest run counts: about the last ten make the figure. */
const WEIGHT = 0.2;
const READ_EVERY = 5 * SECOND;
const WRITE_EVERY = 1 * SECOND;

/** How long a run usually takes, shared by all processes: the estimate that a waiting run is told. */
@Injectable()
export class RunPace {
  private figure = ASSUMED_MS;
  private readAt = 0;
  private writtenAt = 0;

  constructor(private readonly redis: RedisConnections) {}

  /** Milliseconds, as of some seconds ago. */
  async typicalMs(): Promise<number> {
    if (Date.now() - this.readAt > READ_EVERY) {
      this.readAt = Date.now();
      this.figure = Number((await this.redis.commands.get(this.key)) ?? this.figure);
    }
    return Math.round(this.figure);
  }

  /** Called with every run that succeeded. */
  async learn(durationMs: number): Promise<void> {
    this.figure += WEIGHT * (durationMs - this.figure);
    if (Date.now() - this.writtenAt < WRITE_EVERY) return;
    this.writtenAt = Date.now();
    await this.redis.commands.set(this.key, Math.round(this.figure), 'PX', DAY);
  }

  private get key(): string {
    return this.redis.key('typical-run-ms');
  }
}
