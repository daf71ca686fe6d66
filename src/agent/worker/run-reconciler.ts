import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { RedisConnections } from '../../cache/index.js';
import { SECOND } from '../../common/clock.js';
import { AppError } from '../../common/errors/app-error.js';
import { newId } from '../../common/ids.js';
import { Conversations, NO_USAGE, RunLog } from '../../session/index.js';
import { AgentErrors } from '../agent.errors.js';
import { draftEvent } from '../events/event-json.js';
import { RunDispatcher } from '../queue/run-dispatcher.js';
import { liveOf } from '../runs/live-of.js';
import { RunCloser } from '../runs/run-closer.js';
import { RunPace } from '../runs/run-pace.js';
import { type RunEntity } from '../runs/run.entity.js';
import { RunsRepository } from '../runs/runs.repository.js';
import { RunArtifacts } from './run-artifacts.js';
import { timedOutEnding } from './run-endings.js';

const EVERY = 4 * SECOND;
/** After this long without a round of its own the one who reconciles is replaced: soon enough for recovery within 15 s. */
const TURN = 2 * EVERY;
/** A run that is younger than this is somebody's at this very moment. */
const QUIET_FOR = 4 * SECOND;
const BATCH = 500;
/** What a worker may take beyond the run's own limit to end it itself. */
const GRACE = 10 * SECOND;
/** How long an entry of the log may stay open with no run behind it. */
const ORPHANED_AFTER = 60 * SECOND;

/**
 * Finds what fell through: runs without a job (a crash between two steps, a Redis that lost everything), ends that were not
 * carried through, runs beyond their time. Everything it does can be repeated; one worker at a time does it.
 */
@Injectable()
export class RunReconciler implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(RunReconciler.name);
  private readonly id = newId();
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();
  /** Conversations of which Redis had lost the run at work when the last round came by. */
  private lost: ReadonlySet<string> = new Set();

  constructor(
    private readonly redis: RedisConnections,
    private readonly runs: RunsRepository,
    private readonly conversations: Conversations,
    private readonly log: RunLog,
    private readonly closer: RunCloser,
    private readonly artifacts: RunArtifacts,
    private readonly dispatcher: RunDispatcher,
    private readonly pace: RunPace,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.round = this.round.then(() => this.tick());
    }, EVERY);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.round;
  }

  private async tick(): Promise<void> {
    try {
      if (await this.isMyTurn()) await this.reconcile();
    } catch (error) {
      this.logger.warn(`This round of reconciling failed, the next one comes: ${(error as Error).message}`);
    }
  }

  /** The one who did the last round does the next, until it falls silent. */
  private async isMyTurn(): Promise<boolean> {
    const key = this.redis.key('reconciler');
    const taken = await this.redis.commands.set(key, this.id, 'PX', TURN, 'NX');
    if (taken === 'OK') return true;
    if ((await this.redis.commands.get(key)) !== this.id) return false;
    await this.redis.commands.pexpire(key, TURN);
    return true;
  }

  private async reconcile(): Promise<void> {
    const lost = new Set<string>();
    for (const run of await this.runs.unsettledSince(new Date(Date.now() - QUIET_FOR), BATCH)) {
      try {
        if (await this.isLost(run)) lost.add(run.conversationId);
        // A worker that has the run writes its events back before the next round comes, and nobody is let in before it.
        if (!lost.has(run.conversationId) || this.lost.has(run.conversationId)) await this.mend(run);
      } catch (error) {
        this.logger.warn({ msg: `Could not mend the run: ${(error as Error).message}`, run_id: run.id });
      }
    }
    this.lost = lost;
    await this.sweepOrphans();
  }

  /** Whether it was begun and Redis knows nothing of it. */
  private async isLost(run: RunEntity): Promise<boolean> {
    if (run.status !== 'running') return false;
    return !(await this.log.knows(liveOf(run)));
  }

  private async mend(run: RunEntity): Promise<void> {
    if (run.finishedAt !== null) await this.closer.settle(run);
    else if (isOverdue(run)) await this.timeOut(run);
    else await this.letWork(run);
  }

  /** Puts the run back into its line and gives it a job, where either is missing. */
  private async letWork(run: RunEntity): Promise<void> {
    const live = liveOf(run);
    const queued = draftEvent({ runId: run.id, sessionId: run.sessionId }, { type: 'queued' }).json;
    const admission = await this.log.admit(live, 'enqueue', queued, await this.pace.typicalMs());
    if (!admission.admitted || admission.ahead > 0) return;
    if (run.startedAt === null) await this.openConversation(run);
    await this.dispatcher.dispatch(run);
  }

  /** Whoever took the run in may have died before its conversation was opened. One that was deleted since is not made again. */
  private async openConversation({ userId, sessionId, conversationId }: RunEntity): Promise<void> {
    try {
      await this.conversations.open(userId, sessionId, { id: conversationId });
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'SESSION_CHANGED')) throw error;
    }
  }

  private async timeOut(run: RunEntity): Promise<void> {
    const seized = await this.runs.seize(run.id, run.fence);
    if (seized === undefined) return;
    this.logger.warn({ msg: 'The run is beyond its time and is ended for its worker', run_id: run.id });
    const { text } = await this.log.snapshot(liveOf(run));
    const timeout = new AppError(AgentErrors.AGENT_TIMEOUT, { params: { seconds: run.timeoutMs / SECOND } });
    const rest = { said: text, spent: run.usage ?? NO_USAGE, made: await this.artifacts.madeBy(run) };
    await this.closer.close(run, seized.fence, timedOutEnding(run, rest, timeout));
  }

  /** Entries of a line whose run was never accepted would hold up those behind them. */
  private async sweepOrphans(): Promise<void> {
    for (const live of await this.log.openSince(Date.now() - ORPHANED_AFTER)) {
      const run = await this.runs.get(live.runId);
      if (run !== undefined && !run.settled) continue;
      const [next] = await this.log.forget(live);
      const following = next === undefined ? undefined : await this.runs.get(next);
      if (following !== undefined) await this.dispatcher.dispatch(following);
    }
  }
}

function isOverdue(run: RunEntity): boolean {
  return run.startedAt !== null && Date.now() > run.startedAt.getTime() + run.timeoutMs + GRACE;
}
