import { Injectable, Logger } from '@nestjs/common';
import { Conversations, LogRefusedError, RunLog } from '../../session/index.js';
import { draftEvent } from '../events/event-json.js';
import { RunDispatcher } from '../queue/run-dispatcher.js';
import { durationOf, terminalEvents } from './run-outcome.js';
import { RunPace } from './run-pace.js';
import { type RunEntity } from './run.entity.js';
import { type RunEnding } from './run-statements.js';
import { RunsRepository } from './runs.repository.js';

/** How many of those who wait are told their new position: beyond, it changes nothing for them. */
const TOLD_POSITIONS = 20;

/** The fence of a run's log until an attempt takes it. */
const NOT_BEGUN = 0;

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

  constructor(
    private readonly runs: RunsRepository,
    private readonly conversations: Conversations,
    private readonly log: RunLog,
    private readonly dispatcher: RunDispatcher,
    private readonly pace: RunPace,
  ) {}

  /** @returns whether this call ended the run: false when it is over, or a newer attempt has it */
  async close(id: string, fence: number, ending: RunEnding): Promise<boolean> {
    const run = (await this.runs.finish(id, fence, ending)) ?? (await this.endedHere(id, fence));
    if (run === undefined) return false;
    await this.settle(run);
    return true;
  }

  /** The run that an earlier call with this fence ended without getting to carry it through. */
  private async endedHere(id: string, fence: number): Promise<RunEntity | undefined> {
    const run = await this.runs.get(id);
    return run?.fence === fence && run.finishedAt !== null && !run.settled ? run : undefined;
  }

  /** Does what follows from the end of a run: message, terminal events, the next run in the line. */
  async settle(run: RunEntity): Promise<void> {
    await this.commitTurn(run);
    const [{ events, waiting }] = await Promise.all([
      this.announce(run),
      this.dispatcher.release(run),
      this.learn(run),
    ]);
    await this.letNextIn(run, waiting);
    await this.runs.settle(run.id, events);
  }

  private async commitTurn(run: RunEntity): Promise<void> {
    if (run.answer === null || run.finishedAt === null) return;
    if (run.status === 'queued' || run.status === 'running') return;
    await this.conversations.commitTurn({
      runId: run.id,
      conversationId: run.conversationId,
      question: run.message,
      files: (run.options.files ?? []).map(({ sha256: _sha256, ...file }) => file),
      askedAt: run.createdAt,
      status: run.status,
      answer: run.answer,
      answeredAt: run.finishedAt,
      agentEvents: run.agentEvents ?? [],
    });
  }

  /** Says how the run ended and takes it out of its line. */
  private async announce(run: RunEntity): Promise<Announced> {
    const live = { runId: run.id, conversationId: run.conversationId };
    const events = terminalEvents(run).map((body) => draftEvent({ runId: run.id, sessionId: run.sessionId }, body));
    const close = async () => {
      const { seq, waiting } = await this.log.close(live, run.fence, events);
      return { events: seq, waiting };
    };
    try {
      return await close();
    } catch (error) {
      if (!(error instanceof LogRefusedError) || error.refusal === 'FENCED') throw error;
      if (error.refusal === 'CLOSED') return { events: undefined, waiting: await this.log.release(live) };
      // Redis lost it: its part of the log begins anew, then it is said again.
      this.logger.debug({ msg: 'The log is begun anew to close it', run_id: run.id });
      await this.log.begin(live, run.fence);
      return close();
    }
  }

  private async learn(run: RunEntity): Promise<void> {
    const duration = durationOf(run);
    if (run.status === 'succeeded' && !run.cacheHit && duration !== undefined) await this.pace.learn(duration);
  }

  private async letNextIn(run: RunEntity, waiting: readonly string[]): Promise<void> {
    const [next, ...others] = waiting;
    // All runs of a session are its owner's.
    if (next !== undefined) await this.dispatcher.dispatch({ id: next, userId: run.userId });
    if (others.length > 0) await this.tellPositions(run, others);
  }

  /** Those behind the next one hear that they have moved up. */
  private async tellPositions(over: RunEntity, waiting: readonly string[]): Promise<void> {
    const pace = await this.pace.typicalMs();
    const told = waiting.slice(0, TOLD_POSITIONS).map(async (runId, index) => {
      const position = index + 1;
      const event = draftEvent(
        { runId, sessionId: over.sessionId },
        { type: 'queued', position, eta_ms: position * pace },
      );
      await this.log.append({ runId, conversationId: over.conversationId }, NOT_BEGUN, [event]);
    });
    // A run that was begun or ended in this moment refuses the news, and needs it no longer.
    await Promise.allSettled(told);
  }
}
