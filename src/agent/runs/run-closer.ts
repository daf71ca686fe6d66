import { Injectable, Logger } from '@nestjs/common';
import { findErrorKind } from '../../common/errors/error-registry.js';
import { say } from '../../common/i18n/language.js';
import { Conversations, LogRefusedError, NO_USAGE, RunLog } from '../../session/index.js';
import { draftEvent } from '../events/event-json.js';
import { type RunEventBody } from '../events/run-event.js';
import { RunQueue } from '../queue/run-queue.js';
import { type RunEntity } from './run.entity.js';
import { type RunEnding, RunsRepository } from './runs.repository.js';

/**
 * Ends runs. The record is written first and decides; all that follows from it can be repeated by anyone, any number of
 * times, until it is settled: a crash in between loses nothing.
 */
@Injectable()
export class RunCloser {
  private readonly logger = new Logger(RunCloser.name);

  constructor(
    private readonly runs: RunsRepository,
    private readonly conversations: Conversations,
    private readonly log: RunLog,
    private readonly queue: RunQueue,
  ) {}

  /** @returns whether this call ended the run: false when it is over, or a newer attempt has it */
  async close(id: string, fence: number, ending: RunEnding): Promise<boolean> {
    const run = await this.runs.finish(id, fence, ending);
    if (run === undefined) return false;
    await this.settle(run);
    return true;
  }

  /** Does what follows from the end of a run: message, terminal events, the next run in the line. */
  async settle(run: RunEntity): Promise<void> {
    await this.commitTurn(run);
    const events = await this.announce(run);
    await this.letNextIn(run);
    await this.runs.settle(run.id, events);
  }

  private async commitTurn(run: RunEntity): Promise<void> {
    if (run.answer === null || run.finishedAt === null) return;
    if (run.status === 'queued' || run.status === 'running') return;
    await this.conversations.commitTurn({
      runId: run.id,
      conversationId: run.conversationId,
      question: run.message,
      askedAt: run.createdAt,
      status: run.status,
      answer: run.answer,
      answeredAt: run.finishedAt,
      agentEvents: run.agentEvents ?? [],
    });
  }

  /** @returns how many events the run had, where this call closed its log */
  private async announce(run: RunEntity): Promise<number | undefined> {
    const live = { runId: run.id, conversationId: run.conversationId };
    const events = terminalEvents(run).map((body) => draftEvent({ runId: run.id, sessionId: run.sessionId }, body));
    try {
      return await this.log.append(live, run.fence, events);
    } catch (error) {
      if (!(error instanceof LogRefusedError)) throw error;
      if (error.refusal === 'CLOSED') return undefined;
      // Ended by one who never opened the log (a queued run), or Redis lost it: take it over, then say it again.
      this.logger.debug(`The log of run ${run.id} is taken over to close it (${error.refusal})`);
      await this.log.begin(live, run.fence);
      return this.log.append(live, run.fence, events);
    }
  }

  private async letNextIn(run: RunEntity): Promise<void> {
    const next = await this.log.release({ runId: run.id, conversationId: run.conversationId });
    if (next !== undefined) await this.queue.add(next, await this.runs.countUnfinished(run.userId));
  }
}

/** Exactly one of `message`, `error`, `cancelled`, and then `done`. */
export function terminalEvents(run: RunEntity): RunEventBody[] {
  return [
    lastWord(run),
    {
      type: 'done',
      status: run.status,
      usage: run.usage ?? NO_USAGE,
      cache_hit: run.cacheHit,
      duration_ms: durationOf(run) ?? 0,
    },
  ];
}

/** Milliseconds from the start of the work to its end; undefined while it goes on. */
export function durationOf(run: Pick<RunEntity, 'startedAt' | 'finishedAt'>): number | undefined {
  if (run.startedAt === null || run.finishedAt === null) return undefined;
  return run.finishedAt.getTime() - run.startedAt.getTime();
}

/** A run's error as the user reads it. */
export function describeError(run: RunEntity): { code: string; content: string; retryable: boolean } {
  const code = run.error?.code ?? 'INTERNAL_ERROR';
  const kind = findErrorKind(code) ?? findErrorKind('INTERNAL_ERROR');
  return {
    code,
    content: kind ? say(kind.detail, run.language, run.error?.params) : code,
    retryable: kind?.retryable ?? true,
  };
}

function lastWord(run: RunEntity): RunEventBody {
  switch (run.status) {
    case 'succeeded':
      return {
        type: 'message',
        content: run.answer?.content ?? '',
        sources: run.answer?.sources ?? [],
        artifacts: run.answer?.artifacts ?? [],
      };
    case 'cancelled':
      return {
        type: 'cancelled',
        reason: run.cancelReason ?? 'user',
        content: say(CANCELLED, run.language),
      };
    case 'failed':
    case 'timed_out':
    case 'queued':
    case 'running':
      return { type: 'error', ...describeError(run) };
  }
}

const CANCELLED = { zh: '运行已取消。', en: 'The run was cancelled.' };
