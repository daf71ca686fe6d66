import { Injectable, Logger } from '@nestjs/common';
import { SECOND, timestamp } from '../../common/clock.js';
import { AppError } from '../../common/errors/app-error.js';
import { NO_USAGE, RunLog } from '../../session/index.js';
import { AgentErrors } from '../agent.errors.js';
import { RunStreams } from '../streams/run-streams.js';
import { CancelChannel } from './cancel-channel.js';
import { RunCloser } from './run-closer.js';
import { type RunEntity } from './run.entity.js';
import { RunsRepository } from './runs.repository.js';

/** Why a run is cancelled: by the user, by a newer question of theirs, or because the conversation or account goes. */
export type CancelReason = 'user' | 'superseded' | 'session_deleted' | 'account_suspended' | 'account_deleted';

/** What a cancel achieved: the truth at the moment of the answer. */
export interface CancelReceipt {
  readonly run_id: string;
  readonly status: RunEntity['status'];
  readonly requested_at: string;
  /** Whether it is certain that nothing starts any more: no tool, no model call. */
  readonly delivered: boolean;
  readonly stopped_at?: string;
  /** The run had ended before it could be stopped; it stays as it ended. */
  readonly already_over: boolean;
}

/** How long an answer waits for the worker to stop. The request itself is never lost: the record keeps it. */
const PATIENCE = 3 * SECOND;

/** Stops runs. */
@Injectable()
export class RunCancellation {
  private readonly logger = new Logger(RunCancellation.name);

  constructor(
    private readonly runs: RunsRepository,
    private readonly closer: RunCloser,
    private readonly channel: CancelChannel,
    private readonly streams: RunStreams,
    private readonly log: RunLog,
  ) {}

  /** Idempotent. @throws AppError RUN_NOT_FOUND, also for somebody else's run */
  async cancel(userId: string, runId: string, reason: CancelReason): Promise<CancelReceipt> {
    const run = await this.runs.find(userId, runId);
    if (run === undefined) throw new AppError(AgentErrors.RUN_NOT_FOUND);
    return this.stop(run, reason);
  }

  /**
   * Stops everything a conversation has at work or waiting; resolves when it has stopped, or patience has ended.
   * @param before a run: only those that are older are stopped
   */
  async cancelSession(userId: string, conversationId: string, reason: CancelReason, before?: string): Promise<void> {
    const unfinished = await this.runs.unfinishedOf(userId, { conversationId, before });
    // From the end of the line, so that none is let in only to be stopped.
    for (const run of unfinished.toReversed()) await this.stop(run, reason);
  }

  /** Stops everything a user has at work or waiting. */
  async cancelAll(userId: string, reason: CancelReason): Promise<void> {
    const unfinished = await this.runs.unfinishedOf(userId);
    for (const run of unfinished.toReversed()) await this.stop(run, reason);
  }

  private async stop(run: RunEntity, reason: CancelReason): Promise<CancelReceipt> {
    const requested = await this.runs.requestCancel(run.id, reason);
    if (requested === undefined) return receiptOf(await this.reread(run), true);
    try {
      await this.bringAbout(requested);
    } catch (error) {
      // The record has the request, or the end by now, and tells how far it has come.
      this.logger.warn({ msg: `The cancel is carried out later: ${(error as Error).message}`, run_id: run.id });
    }
    return receiptOf(await this.reread(run));
  }

  /** Resolves when the run has stopped, or patience has ended. */
  private async bringAbout(run: RunEntity): Promise<void> {
    if (run.status === 'queued' && (await this.endQueued(run))) return;
    const { id, conversationId, sessionId } = run;
    await this.announce(id);
    const before = await this.log.beginningOf({ runId: id, conversationId });
    await this.streams.untilOver({ id, conversationId, sessionId, before }, AbortSignal.timeout(PATIENCE));
  }

  private async announce(runId: string): Promise<void> {
    try {
      await this.channel.announce(runId);
    } catch (error) {
      this.logger.warn({ msg: `The cancel waits to be noticed: ${(error as Error).message}`, run_id: runId });
    }
  }

  /** A run no worker has begun is simply over. Fails when one begins it at this very moment. */
  private async endQueued(run: RunEntity): Promise<boolean> {
    return this.closer.close(run, run.fence, {
      status: 'cancelled',
      answer: emptyAnswer(run),
      agentEvents: [],
    });
  }

  private async reread(run: RunEntity): Promise<RunEntity> {
    return (await this.runs.get(run.id)) ?? run;
  }
}

function receiptOf(run: RunEntity, alreadyOver = false): CancelReceipt {
  const ended = run.finishedAt !== null;
  return {
    run_id: run.id,
    status: run.status,
    requested_at: timestamp(run.cancelRequestedAt ?? Date.now()),
    delivered: ended,
    ...(run.finishedAt !== null && { stopped_at: timestamp(run.finishedAt) }),
    // One that was cancelled before is no news; one that ended otherwise was over.
    already_over: ended && (alreadyOver || run.status !== 'cancelled'),
  };
}

function emptyAnswer(run: RunEntity) {
  const nothing = { content: '', sources: [], tool_calls: [], artifacts: [], usage: run.usage ?? NO_USAGE };
  return { ...nothing, language: run.language, model: run.model ?? '' };
}
