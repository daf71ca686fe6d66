import { Injectable } from '@nestjs/common';
import { LuaScript, RedisConnections } from '../../cache/index.js';
import { HOUR } from '../../common/clock.js';
import { AppConfig } from '../../config/index.js';
import { RunPositions, TOLD_POSITIONS } from '../runs/run-positions.js';
import { RunQueue } from './run-queue.js';

/** Longer than any run may work: a place whose run vanished is free again after this. */
const PLACE_LIFE = 2 * HOUR;

const takeSlot = new LuaScript<number>(new URL('./take-slot.lua', import.meta.url));
const freeSlot = new LuaScript<[atWork: string[], following?: string, waiting?: string[]]>(
  new URL('./free-slot.lua', import.meta.url),
);

/** A run at the head of its session's line. */
export interface DispatchedRun {
  readonly id: string;
  readonly userId: string;
  /** Whether it is known that nothing was said in its conversation before. */
  readonly first?: boolean;
}

/**
 * Decides which of the runs that may start get a job: a user has only so many at work, and their second goes behind
 * everybody's first. So a hundred questions of one user do not delay the first of another.
 */
@Injectable()
export class RunDispatcher {
  private readonly places: number;

  constructor(
    private readonly redis: RedisConnections,
    private readonly queue: RunQueue,
    private readonly positions: RunPositions,
    config: AppConfig,
  ) {
    this.places = config.agent.maxConcurrentRunsPerUser;
  }

  /** Gives the run a job, now or when one of the user's runs is over, and tells it so then. Repeating it changes nothing. */
  async dispatch(run: DispatchedRun): Promise<void> {
    const args = [run.id, this.places, Date.now(), PLACE_LIFE];
    const working = await takeSlot.run(this.redis.commands, this.keysOf(run.userId), args);
    if (working > 0) await this.queue.add({ runId: run.id, userId: run.userId, first: run.first ?? false }, working);
    if (working < 0) await this.positions.tellUser([run.id], -working);
  }

  /** Frees the run's place, lets the user's next one in, and those who have a job by now go before others' as many runs. */
  async release(run: DispatchedRun): Promise<void> {
    const args = [run.id, this.places, Date.now(), PLACE_LIFE, TOLD_POSITIONS];
    const [atWork, following, waiting = []] = await freeSlot.run(this.redis.commands, this.keysOf(run.userId), args);
    await Promise.all(atWork.map((runId, index) => this.queue.advance(runId, index + 1)));
    if (following === undefined) return;
    await this.queue.add({ runId: following, userId: run.userId, first: false }, atWork.length + 1);
    await this.positions.tellUser(waiting);
  }

  private keysOf(userId: string): [string, string] {
    const user = `{u${userId}}`;
    return [this.redis.key(user, 'working'), this.redis.key(user, 'line')];
  }
}
