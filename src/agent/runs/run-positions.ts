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

/** How many must end before a run may start. */
interface Step {
  readonly run: WaitingRun;
  readonly position: number;
}

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
    await this.tell(stepsFrom(1, waiting), 1);
  }

  /** Runs that wait for one of their user's places, the first of which is `from` steps away. */
  async tellUser(ids: readonly string[], from = 1): Promise<void> {
    if (ids.length > 0) await this.tell(stepsFrom(from, await this.runs.waitingAmong(ids)), this.places);
  }

  /** Runs that wait for a worker. @param atOnce how many runs all workers work on at the same time */
  async tellQueue(steps: readonly Step[], atOnce: number): Promise<void> {
    await this.tell(steps, atOnce);
  }

  /** @param atOnce how many of those before them are at work at the same time */
  private async tell(steps: readonly Step[], atOnce: number): Promise<void> {
    if (steps.length === 0) return;
    const pace = await this.pace.typicalMs();
    const told = steps.slice(0, TOLD_POSITIONS).map(async ({ run, position }) => {
      const estimate = { position, eta_ms: Math.ceil(position / atOnce) * pace };
      const event = draftEvent({ runId: run.id, sessionId: run.sessionId }, { type: 'queued', ...estimate });
      await this.log.append(liveOf(run), NOT_BEGUN, [event]);
    });
    // A run that was begun or ended in this moment refuses the news, and needs it no longer.
    await Promise.allSettled(told);
  }
}

function stepsFrom(first: number, waiting: readonly WaitingRun[]): Step[] {
  return waiting.map((run, index) => ({ run, position: first + index }));
}
