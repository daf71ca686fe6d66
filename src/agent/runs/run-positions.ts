import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../config/index.js';
import { RunLog } from '../../session/index.js';
import { draftEvent } from '../events/event-json.js';
import { liveOf } from './live-of.js';
import { RunPace } from './run-pace.js';
import { RunsRepository, type WaitingRun } from './runs.repository.js';

/** How many of those who wait are told their new position: beyond, it changes nothing for them. */
export const TOLD_POSITIONS = 20;

/** The fence of a run's log until an attempt takes it. */
const NOT_BEGUN = 0;

/** Tells runs that wait how many must end before they may start, and how long that takes at the usual pace. */
@Injectable()
export class RunPositions {
  private readonly places: number;

  constructor(
    private readonly log: RunLog,
    private readonly runs: RunsRepository,
    private readonly pace: RunPace,
    config: AppConfig,
  ) {
    this.places = config.agent.maxConcurrentRunsPerUser;
  }

  /** The runs behind the head of their session's line, of which one is at work at a time. */
  async tellSession(waiting: readonly WaitingRun[]): Promise<void> {
    await this.tell(waiting, 1, 1);
  }

  /** Runs that wait for one of their user's places, the first of which is `from` steps away. */
  async tellUser(ids: readonly string[], from = 1): Promise<void> {
    if (ids.length > 0) await this.tell(await this.runs.waitingAmong(ids), from, this.places);
  }

  /** @param atOnce how many of those before them are at work at the same time */
  private async tell(waiting: readonly WaitingRun[], from: number, atOnce: number): Promise<void> {
    const pace = await this.pace.typicalMs();
    const told = waiting.slice(0, TOLD_POSITIONS).map(async (run, index) => {
      const position = from + index;
      const estimate = { position, eta_ms: Math.ceil(position / atOnce) * pace };
      const event = draftEvent({ runId: run.id, sessionId: run.sessionId }, { type: 'queued', ...estimate });
      await this.log.append(liveOf(run), NOT_BEGUN, [event]);
    });
    // A run that was begun or ended in this moment refuses the news, and needs it no longer.
    await Promise.allSettled(told);
  }
}
