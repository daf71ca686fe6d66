import { Injectable, Logger } from '@nestjs/common';
import { Conversations, type LogEntryDraft, LogRefusedError, RunLog } from '../../session/index.js';
import { draftEvent, wordsOf } from '../events/event-json.js';
import { type RunEventBody } from '../events/run-event.js';
import { RunDispatcher } from '../queue/run-dispatcher.js';
import { durationOf, restOfAnswer, terminalEvents } from './run-outcome.js';
import { runMetrics } from './run-metrics.js';
import { RunPace } from './run-pace.js';
import { RunPositions } from './run-positions.js';
import { type RunEntity } from './run.entity.js';
import { type EndingRun, filesOf, type RunEnding } from './run-statements.js';
import { RunsRepository } from './runs.repository.js';
import { liveOf } from './live-of.js';

/** What was said of a run and is not in its log yet. */
export interface Unsaid {
  /** For the log to take along with the end, after the event of that number where it is known. Can be asked for again. @throws LogRefusedError */
  rest(): Promise<{ readonly events: readonly LogEntryDraft[]; readonly after?: number }>;
  /** Redis lost the run, or the end of it. Resolves when the log can go on. @throws LogRefusedError */
  restore(): Promise<void>;
}

interface Announced {
  /** How many events the run had, where this call closed its log. */
  readonly events: number | undefined;
  /** The runs left in the line, the next one first. */
  readonly waiting: readonly string[];
}

/**
 * Ends runs. The record is written first and decides; all that follows from it can be repeated by anyone, any number of
 * times, until it is settled: a crash in between loses nothing.
 */
@Injectable()
export class RunCloser {
  private readonly logger = new Logger(RunCloser.name);
  private readonly notes = new Set<Promise<void>>();

  constructor(
    private readonly runs: RunsRepository,
    private readonly conversations: Conversations,
    private readonly log: RunLog,
    private readonly dispatcher: RunDispatcher,
    private readonly pace: RunPace,
    private readonly positions: RunPositions,
  ) {}

  /**
   * @param unsaid of the attempt that ends its run
   * @returns whether this call ended the run: false when it is over, or a newer attempt has it
   */
  async close(run: EndingRun, fence: number, ending: RunEnding, unsaid?: Unsaid): Promise<boolean> {
    const finished = await this.runs.finish(run, fence, ending);
    const ended = finished ?? (await this.endedHere(run.id, fence));
    if (ended === undefined) return false;
    if (finished !== undefined) runMetrics.ended(finished);
    const committed = finished !== undefined && this.conversations.turnPart !== undefined;
    if (!committed) await this.commitTurn(ended);
    const remembered = committed ? this.conversations.turnCommitted(run.conversationId) : Promise.resolve();
    const rest = unsaid ?? { rest: nothing, restore: () => this.takeLog(ended, fence) };
    await Promise.all([remembered, this.carryThrough(ended, fence, behind(remembered, rest))]);
    return true;
  }

  /** The run that an earlier call with this fence ended without getting to carry it through. */
  private async endedHere(id: string, fence: number): Promise<RunEntity | undefined> {
    const run = await this.runs.get(id);
    return run?.fence === fence && run.finishedAt !== null && !run.settled ? run : undefined;
  }

  /** Does what follows from the end of a run for somebody who ended it and got no further. */
  async settle(run: RunEntity): Promise<void> {
    await this.commitTurn(run);
    // Whoever it was may only be slow: with a newer fence in the log nobody adds to what is looked at here.
    const fence = run.fence + 1;
    await this.carryThrough(run, fence, {
      rest: () => this.restOf(run, fence),
      restore: () => this.takeLog(run, fence),
    });
  }

  /** Resolves when all runs that were ended here are noted as settled, or cannot be. */
  async noted(): Promise<void> {
    await Promise.all(this.notes);
  }

  /** Terminal events, the user's next run, the next run in the line. */
  private async carryThrough(run: RunEntity, fence: number, unsaid: Unsaid): Promise<void> {
    const [{ events, waiting }] = await Promise.all([
      this.announce(run, fence, unsaid),
      this.dispatcher.release(run),
      this.learn(run),
    ]);
    await this.letNextIn(run, waiting);
    const note = this.note(run.id, events).finally(() => this.notes.delete(note));
    this.notes.add(note);
  }

  /** Nobody waits for this: should it be lost, all is done again and changes nothing. */
  private async note(runId: string, events: number | undefined): Promise<void> {
    try {
      await this.runs.settle(runId, events);
    } catch (error) {
      this.logger.warn({ msg: `The run is settled again later: ${(error as Error).message}`, run_id: runId });
    }
  }

  private async commitTurn(run: RunEntity): Promise<void> {
    if (run.answer === null || run.finishedAt === null) return;
    if (run.status === 'queued' || run.status === 'running') return;
    await this.conversations.commitTurn({
      runId: run.id,
      conversationId: run.conversationId,
      question: run.message,
      files: filesOf(run),
      askedAt: run.createdAt,
      status: run.status,
      answer: run.answer,
      answeredAt: run.finishedAt,
      agentEvents: run.agentEvents ?? [],
    });
  }

  /** Says how the run ended and takes it out of its line. */
  private async announce(run: RunEntity, fence: number, unsaid: Unsaid): Promise<Announced> {
    const live = liveOf(run);
    const last = drafts(run, terminalEvents(run));
    const close = async () => {
      const { events, after } = await unsaid.rest();
      const { seq, waiting } = await this.log.close(live, fence, [...events, ...last], after);
      return { events: seq, waiting };
    };
    try {
      return await close();
    } catch (error) {
      if (!(error instanceof LogRefusedError) || error.refusal === 'FENCED') throw error;
      if (error.refusal === 'CLOSED') return { events: undefined, waiting: await this.log.release(live) };
      this.logger.debug({ msg: 'Redis lost the run: its log is mended to close it', run_id: run.id });
      await unsaid.restore();
      return close();
    }
  }

  /** What nobody has heard, as who ended it died with the last words. A cached answer is said in one piece at the end. */
  private async restOf(run: RunEntity, fence: number): Promise<{ events: LogEntryDraft[] }> {
    if (run.cacheHit) return nothing();
    const { events } = await this.log.begin(liveOf(run), fence);
    return { events: drafts(run, restOfAnswer(wordsOf(events), run)) };
  }

  /** Where Redis lost the run, its part of the log begins anew. */
  private async takeLog(run: RunEntity, fence: number): Promise<void> {
    await this.log.begin(liveOf(run), fence);
  }

  private async learn(run: RunEntity): Promise<void> {
    const duration = durationOf(run);
    if (run.status === 'succeeded' && !run.cacheHit && duration !== undefined) await this.pace.learn(duration);
  }

  private async letNextIn(run: RunEntity, waiting: readonly string[]): Promise<void> {
    const [next, ...others] = waiting;
    // All runs of a session are its owner's.
    if (next !== undefined) await this.dispatcher.dispatch({ id: next, userId: run.userId });
    const { conversationId, sessionId } = run;
    if (others.length > 0) await this.positions.tellSession(others.map((id) => ({ id, conversationId, sessionId })));
  }
}

/**
 * The same, but for nothing once that has failed: who hears of the end may ask on at once, and must not be answered by what was remembered
 * before. While it is under way it need not be waited for, as Redis is asked in this order by one connection.
 */
function behind(asked: Promise<void>, unsaid: Unsaid): Unsaid {
  let failure: Error | undefined;
  asked.catch((error: Error) => (failure = error));
  const rest = async () => {
    const events = await unsaid.rest();
    if (failure !== undefined) throw failure;
    return events;
  };
  return { rest, restore: () => unsaid.restore() };
}

function nothing(): Promise<{ events: LogEntryDraft[] }> {
  return Promise.resolve({ events: [] });
}

function drafts(run: RunEntity, bodies: readonly RunEventBody[]): LogEntryDraft[] {
  return bodies.map((body) => draftEvent({ runId: run.id, sessionId: run.sessionId }, body));
}
