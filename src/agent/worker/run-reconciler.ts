import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { bulkhead } from 'cockatiel';
import { RedisConnections } from '../../cache/index.js';
import { SECOND } from '../../common/clock.js';
import { AppError } from '../../common/errors/app-error.js';
import { CommonErrors } from '../../common/errors/common.errors.js';
import { Conversations, type LiveRun, NO_USAGE, RunLog } from '../../session/index.js';
import { AgentErrors } from '../agent.errors.js';
import { RunDispatcher } from '../queue/run-dispatcher.js';
import { type CancelReason } from '../runs/run-cancellation.js';
import { liveOf } from '../runs/live-of.js';
import { RunCloser } from '../runs/run-closer.js';
import { RunLines } from '../runs/run-lines.js';
import { runMetrics } from '../runs/run-metrics.js';
import { type RunEntity } from '../runs/run.entity.js';
import { TAKEN_IN_AFTER } from '../runs/run-statements.js';
import { RunsRepository, type UnsettledRun } from '../runs/runs.repository.js';
import { RunArtifacts } from './run-artifacts.js';
import { cancelledEnding, failedEnding, timedOutEnding } from './run-endings.js';
import { Turn } from './turn.js';

const EVERY = 4 * SECOND;
/** After this long without a round of its own the one who reconciles is replaced: soon enough for recovery within 15 s. */
const TURN = 2 * EVERY;
/** Runs that are read at once. */
const PAGE = 500;
/** Sessions that are mended at once: a round is over before the next is due, also with thousands of runs at work. */
const MENDED_AT_ONCE = 16;
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
  private readonly turn: Turn;
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | undefined;
  /** Conversations of which Redis had lost the run at work when the last round came by. */
  private lost: ReadonlySet<string> = new Set();

  constructor(
    redis: RedisConnections,
    private readonly runs: RunsRepository,
    private readonly conversations: Conversations,
    private readonly log: RunLog,
    private readonly closer: RunCloser,
    private readonly artifacts: RunArtifacts,
    private readonly dispatcher: RunDispatcher,
    private readonly lines: RunLines,
  ) {
    this.turn = new Turn(redis, 'reconciler', TURN);
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      // One that takes longer is not followed by those it has held up.
      this.round ??= this.tick().finally(() => (this.round = undefined));
    }, EVERY);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.round;
  }

  private async tick(): Promise<void> {
    try {
      if (await this.turn.isMine()) await this.reconcile();
    } catch (error) {
      this.logger.warn(`This round of reconciling failed, the next one comes: ${(error as Error).message}`);
    }
  }

  private async reconcile(): Promise<void> {
    const lost = new Set<string>();
    let page: readonly UnsettledRun[] = [];
    do {
      page = await this.runs.unsettled({ quietMs: TAKEN_IN_AFTER, graceMs: GRACE, after: page.at(-1), limit: PAGE });
      await this.mendAll(page, lost);
      if (!(await this.turn.isMine())) return;
    } while (page.length === PAGE);
    this.lost = lost;
    await this.sweepOrphans();
  }

  /** @param lost gets the conversations of which Redis lost the run at work */
  private async mendAll(runs: readonly UnsettledRun[], lost: Set<string>): Promise<void> {
    const sessions = new Map<string, UnsettledRun[]>();
    for (const run of runs) {
      const line = sessions.get(run.conversationId);
      if (line === undefined) sessions.set(run.conversationId, [run]);
      else line.push(run);
    }
    const width = bulkhead(MENDED_AT_ONCE, Infinity);
    const rounds = [...sessions.values()].map((line) => width.execute(() => this.mendLine(line, lost)));
    await this.takeBack((await Promise.all(rounds)).flat());
  }

  /** The runs of a session, one after the other, as they stand in its line. @returns those that were given a place at work */
  private async mendLine(line: readonly UnsettledRun[], lost: Set<string>): Promise<RunEntity[]> {
    const dispatched = [];
    for (const [index, run] of line.entries()) {
      try {
        if (await this.isLost(run)) lost.add(run.conversationId);
        // A worker that has the run writes its events back before the next round comes, and nobody is let in before it.
        if (lost.has(run.conversationId) && !this.lost.has(run.conversationId)) continue;
        if (await this.mend(run, index === 0)) dispatched.push(run);
      } catch (error) {
        this.logger.warn({ msg: `Could not mend the run: ${(error as Error).message}`, run_id: run.id });
      }
    }
    return dispatched;
  }

  /** One that has ended since it was read had given its place back before it was given this one. */
  private async takeBack(dispatched: readonly RunEntity[]): Promise<void> {
    if (dispatched.length === 0) return;
    const unfinished = await this.runs.unfinishedAmong(dispatched.map(({ id }) => id));
    for (const run of dispatched) if (!unfinished.has(run.id)) await this.dispatcher.release(run);
  }

  /** Whether it was begun and Redis knows nothing of it. */
  private async isLost(run: RunEntity): Promise<boolean> {
    if (run.status !== 'running') return false;
    return !(await this.log.knows(liveOf(run)));
  }

  /** @returns whether it was given a place at work */
  private async mend(run: UnsettledRun, isOldest: boolean): Promise<boolean> {
    if (run.finishedAt === null && !run.overdue) return this.letWork(run, isOldest);
    if (run.finishedAt === null) await this.timeOut(run);
    else {
      await this.closer.settle(run);
      runMetrics.recovered('settled');
    }
    return false;
  }

  /** Puts the run back into its line and gives it a job, where either is missing. @returns whether it has its place at work */
  private async letWork(run: RunEntity, isOldest: boolean): Promise<boolean> {
    const admission = await this.lines.letIn(run, 'again');
    if (!admission.admitted) {
      // A deletion that fails leaves the conversation.
      if (admission.because === 'closed' && !(await this.openConversation(run))) await this.cancel(run);
      if (admission.because === 'over' && run.startedAt === null) await this.fail(run);
      return false;
    }
    if (admission.ahead > 0) {
      if (isOldest) await this.clearWayOf(run);
      return false;
    }
    if (run.startedAt === null && !(await this.openConversation(run))) {
      await this.cancel(run);
      return false;
    }
    await this.dispatcher.dispatch(run);
    return true;
  }

  /**
   * Whoever took the run in may have died before its conversation was opened.
   * @returns false where it was deleted since: it is not made again, also where its name is another's now
   */
  private async openConversation({ userId, sessionId, conversationId }: RunEntity): Promise<boolean> {
    try {
      return (await this.conversations.open(userId, sessionId, { id: conversationId })).id === conversationId;
    } catch (error) {
      if (error instanceof AppError && error.code === 'SESSION_CHANGED') return false;
      throw error;
    }
  }

  /** Ends a run whose conversation is gone: whoever deleted it may have died, or come before the run was on record. */
  private async cancel(run: RunEntity): Promise<void> {
    const nothing = { said: '', spent: run.usage ?? NO_USAGE, made: [] };
    const cancelReason: CancelReason = 'session_deleted';
    await this.closer.close(run, run.fence, { ...cancelledEnding(run, nothing), cancelReason });
  }

  private async timeOut(run: RunEntity): Promise<void> {
    const seized = await this.runs.seize(run.id, run.fence);
    if (seized === undefined) return;
    runMetrics.recovered('timed_out');
    this.logger.warn({ msg: 'The run is beyond its time and is ended for its worker', run_id: run.id });
    const { text } = await this.log.snapshot(liveOf(run));
    const timeout = new AppError(AgentErrors.AGENT_TIMEOUT, { params: { seconds: run.timeoutMs / SECOND } });
    const rest = { said: text, spent: run.usage ?? NO_USAGE, made: await this.artifacts.madeBy(run) };
    await this.closer.close(run, seized.fence, timedOutEnding(run, rest, timeout));
  }

  /** Ends a run whose watchers were told that it was not accepted: whoever took it in was so slow that it was swept out first. */
  private async fail(run: RunEntity): Promise<void> {
    const seized = await this.runs.seize(run.id, run.fence);
    if (seized === undefined) return;
    const nothing = { said: '', spent: run.usage ?? NO_USAGE, made: [] };
    const unaccepted = new AppError(CommonErrors.DEPENDENCY_UNAVAILABLE);
    await this.closer.close(run, seized.fence, failedEnding(run, nothing, unaccepted));
  }

  /** Whoever stands before the oldest of a session that is not over is over, or was never accepted. */
  private async clearWayOf({ userId, conversationId, language }: RunEntity): Promise<void> {
    const line = await this.log.line(conversationId);
    const recorded = await this.runs.recordedAmong(line);
    for (const id of line) {
      const isSettled = recorded.get(id);
      if (isSettled === false) continue;
      if (isSettled) await this.log.release({ runId: id, conversationId });
      else await this.lines.takeOut({ id, conversationId, language });
      await this.dispatcher.release({ id, userId });
    }
    const [head] = await this.log.line(conversationId);
    if (head !== undefined) await this.dispatcher.dispatch({ id: head, userId });
  }

  /** Entries of lines and logs whose run was never accepted, or is over. */
  private async sweepOrphans(): Promise<void> {
    for (const live of await this.log.openSince(Date.now() - ORPHANED_AFTER)) {
      const run = await this.runs.get(live.runId);
      if (run !== undefined && !run.settled) continue;
      runMetrics.recovered('swept');
      if (run === undefined) await this.lines.withdraw({ id: live.runId, conversationId: live.conversationId });
      else await this.drop(live, run);
    }
  }

  /** Takes one that is settled out of line and log, of which its end has taken it before. */
  private async drop(live: LiveRun, run: RunEntity): Promise<void> {
    const [next] = await this.log.forget(live);
    await this.dispatcher.release(run);
    const following = next === undefined ? undefined : await this.runs.get(next);
    if (following !== undefined) await this.dispatcher.dispatch(following);
  }
}
