import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { SECOND } from '../../common/clock.js';
import { AppError } from '../../common/errors/app-error.js';
import { type Language } from '../../common/i18n/language.js';
import { newId } from '../../common/ids.js';
import { AppConfig } from '../../config/index.js';
import {
  type Conversation,
  Conversations,
  LOG_START,
  NO_USAGE,
  type Page,
  RunLog,
  type WrittenEvent,
} from '../../session/index.js';
import { traceParent } from '../../telemetry/index.js';
import { AgentErrors } from '../agent.errors.js';
import { AnswerCache, type CachedAnswer } from '../cache/answer-cache.js';
import { RunDispatcher } from '../queue/run-dispatcher.js';
import { fileKeys } from '../cache/question-key.js';
import { type AcceptedRun } from './accepted-run.js';
import { AttachedFiles } from './attached-files.js';
import { patiently } from './patiently.js';
import { RunCancellation } from './run-cancellation.js';
import { RunCloser } from './run-closer.js';
import { RunIntake, type TakenIn } from './run-intake.js';
import { type AttachedFile, type RunEntity } from './run.entity.js';
import { type NewRun } from './run-statements.js';
import { type RunFilter, RunsRepository } from './runs.repository.js';
import { WorkerRegistry } from './worker-registry.js';
import { liveOf } from './live-of.js';

/** Longer than it takes until the reconciler has let in a run that nobody took care of; else it is not known what comes of it. */
const DECIDED_WITHIN = 10 * SECOND;
/** Mostly whoever takes it in needs some milliseconds more. */
const LOOK_AGAIN_AFTER = SECOND / 50;

/** A question, validated. */
export interface AskCommand {
  readonly userId: string;
  readonly message: string;
  readonly language: Language;
  /** The client's own word; a new conversation when it is left out. */
  readonly sessionId?: string;
  readonly onBusy: 'enqueue' | 'reject' | 'interrupt';
  readonly cache: boolean;
  readonly timeoutMs?: number;
  /** Ids of files that go with it. */
  readonly files: readonly string[];
  readonly idempotencyKey?: string;
  readonly requestId: string;
  /** Refuses the question by throwing; asked once it is known to be no repetition. What it gives is called when it is on record, or never will be. */
  readonly beforeNew?: () => Promise<() => Promise<void>>;
}

type AskedIn = Pick<Conversation, 'id' | 'sessionId' | 'messageCount'>;

/** Takes in questions and tells how they are getting on. */
@Injectable()
export class RunsService {
  private readonly logger = new Logger(RunsService.name);

  constructor(
    private readonly runs: RunsRepository,
    private readonly conversations: Conversations,
    private readonly log: RunLog,
    private readonly dispatcher: RunDispatcher,
    private readonly intake: RunIntake,
    private readonly cancellation: RunCancellation,
    private readonly answers: AnswerCache,
    private readonly workers: WorkerRegistry,
    private readonly closer: RunCloser,
    private readonly attachedFiles: AttachedFiles,
    private readonly config: AppConfig,
  ) {}

  /**
   * Accepts a question. With an Idempotency-Key a repeated request gets the run of the first.
   * @throws AppError SESSION_BUSY (on_busy `reject`), SESSION_DELETED, RUN_CANCELLED (both in this moment), IDEMPOTENCY_KEY_REUSED, ATTACHED_FILE_NOT_FOUND, FILE_NOT_READABLE
   */
  async ask(command: AskCommand): Promise<AcceptedRun> {
    const requestHash = hashOf(command);
    const replayed = await this.findReplay(command, requestHash);
    if (replayed) return replayed;
    let taken: (() => Promise<void>) | undefined;
    try {
      taken = await command.beforeNew?.();
    } catch (refusal) {
      // The first request may be on record by now, and have taken the last that was left.
      const first = await this.findReplay(command, requestHash);
      if (first === undefined) throw refusal;
      return first;
    }
    try {
      return await this.askNew(command, requestHash);
    } finally {
      void taken?.();
    }
  }

  private async askNew(command: AskCommand, requestHash: string): Promise<AcceptedRun> {
    const files = await this.attachedFiles.check(command.userId, command.files);
    const conversation = await this.conversationOf(command);
    const run = this.newRun(command, conversation, requestHash, files);
    const isNew = conversation.messageCount === 0;
    // What was said before may change the answer: only a conversation's first question is looked up.
    const cached = command.cache && isNew ? await this.findCached(run) : undefined;
    return cached === undefined ? this.enqueue(command, run, isNew) : this.answerFromCache(command, run, cached);
  }

  /** @throws AppError RUN_NOT_FOUND, also for somebody else's run */
  async get(userId: string, id: string): Promise<RunEntity> {
    const run = await this.runs.find(userId, id);
    if (run === undefined) throw new AppError(AgentErrors.RUN_NOT_FOUND);
    return run;
  }

  /** The user's run as one who follows it needs it. @throws AppError RUN_NOT_FOUND */
  async accepted(userId: string, id: string): Promise<AcceptedRun> {
    return this.replay(await this.get(userId, id));
  }

  /**
   * Lets no question into a conversation for half a minute, as it is about to be deleted. Whatever was let in before is on record when this
   * resolves.
   */
  async closeConversation({ id }: Conversation): Promise<void> {
    await this.log.closeLine(id);
  }

  /** Removes what the runs of a conversation said. A run that is not over, and was cancelled for it, loses it when it ends. */
  async forgetConversation(conversation: Conversation): Promise<void> {
    await this.runs.forgetConversation(conversation);
  }

  /** Refuses what is still asked in a conversation that was deleted, and ends the streams of those who watch it; should Redis be away, later. */
  async endConversation({ id }: Conversation): Promise<void> {
    const end = () => this.log.endSession(id);
    const later = () =>
      patiently(end).catch((error: unknown) =>
        // What is in the log expires, and so do the streams.
        this.logger.warn(`The streams of a deleted session stay open: ${(error as Error).message}`),
      );
    await end().catch(() => void later());
  }

  async list(userId: string, filter: RunFilter): Promise<Page<RunEntity>> {
    return this.runs.list(userId, filter);
  }

  /** @param isNew whether nothing stood in the conversation when the question came */
  private async enqueue(command: AskCommand, run: NewRun, isNew: boolean): Promise<AcceptedRun> {
    const admitted = await this.accept(command, run);
    if (admitted === undefined) return this.replayOfRace(command, run);
    const { ahead, before, queued } = admitted;
    // Another question may have been asked and answered since: then its events stand in the log.
    const first = isNew && before === LOG_START;
    // The head of the line has a job; the others get theirs from the run before them.
    if (ahead === 0)
      void this.unawaited(run, () => this.dispatcher.dispatch({ id: run.id, userId: run.userId, first }));
    else if (command.onBusy === 'interrupt') await this.interrupt(run);
    return accepted(run, before, queued);
  }

  /**
   * Stops what was asked in the session before. Only now, when the question is in the line and no repetition: a repeated request must not
   * stop the run of the first, nor an older question a newer one.
   */
  private async interrupt({ id, userId, conversationId }: NewRun): Promise<void> {
    try {
      await this.cancellation.cancelSession(userId, conversationId, 'superseded', id);
    } catch (error) {
      this.logger.warn({ msg: `The run waits for those before it: ${(error as Error).message}`, run_id: id });
    }
  }

  /** The run is accepted, so nobody waits for this: if it fails, the reconciler gives the run its job seconds later. */
  private async unawaited(run: NewRun, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger.warn({ msg: `The run waits for the reconciler: ${(error as Error).message}`, run_id: run.id });
    }
  }

  /** The conversation the question is asked in. One that the client does not name is opened when the question is accepted. */
  private async conversationOf({ userId, sessionId }: AskCommand): Promise<AskedIn> {
    if (sessionId === undefined) return { id: newId(), sessionId: newId(), messageCount: 0 };
    return this.conversations.open(userId, sessionId, { followed: true });
  }

  /** @returns undefined where another request with the same key was a moment faster */
  private async accept({ sessionId, onBusy }: AskCommand, run: NewRun): Promise<TakenIn | undefined> {
    const mode = onBusy === 'reject' ? 'reject' : 'enqueue';
    return this.intake.takeIn(run, { named: sessionId !== undefined, mode });
  }

  private async answerFromCache(command: AskCommand, run: NewRun, cached: CachedAnswer): Promise<AcceptedRun> {
    if ((await this.log.line(run.conversationId)).length > 0) return this.enqueue(command, run, false);
    const admitted = await this.accept(command, run);
    if (admitted === undefined) return this.replayOfRace(command, run);
    const { ahead, before, queued } = admitted;
    // Another question was a moment faster: this one is answered after it.
    if (ahead > 0) return accepted(run, before, queued);
    const answer = { ...cached.answer, usage: NO_USAGE };
    const { agentEvents } = cached;
    void this.unawaited(run, () =>
      this.closer.close(run, 0, { status: 'succeeded', answer, agentEvents, cacheHit: true }),
    );
    return accepted(run, before, queued);
  }

  private async findCached(run: NewRun): Promise<CachedAnswer | undefined> {
    const runtimeVersion = await this.workers.runtimeVersion();
    if (runtimeVersion === undefined) return undefined;
    const { userId, message, language, options } = run;
    return this.answers.find({ userId, message, language, runtimeVersion, files: fileKeys(options.files) });
  }

  /**
   * The run of the request before. While it is on record and not in its line, whoever takes it in may still refuse it, and its record goes: a
   * repetition that overtakes them waits for what comes of it. Where they have died the reconciler lets it in.
   */
  private async findReplay(command: AskCommand, requestHash: string): Promise<AcceptedRun | undefined> {
    if (command.idempotencyKey === undefined) return undefined;
    for (const limit = Date.now() + DECIDED_WITHIN; ; await pause(LOOK_AGAIN_AFTER)) {
      const run = await this.runs.findByIdempotencyKey(command.userId, command.idempotencyKey);
      if (run === undefined) return undefined;
      if (run.requestHash !== requestHash) throw new AppError(AgentErrors.IDEMPOTENCY_KEY_REUSED);
      const decided = run.status !== 'queued' || Date.now() > limit || (await this.log.knows(liveOf(run)));
      if (decided) return this.replay(run);
    }
  }

  /** Another request with the same key was a moment faster. Where that one was refused, this one is the first. */
  private async replayOfRace(command: AskCommand, run: NewRun): Promise<AcceptedRun> {
    const requestHash = run.requestHash ?? '';
    return (await this.findReplay(command, requestHash)) ?? this.askNew(command, requestHash);
  }

  private async replay(run: RunEntity): Promise<AcceptedRun> {
    const live = liveOf(run);
    const before = await this.log.beginningOf(live);
    if (before !== undefined || run.status !== 'queued') return repeated(run, before);
    // On record and not in its line yet, as the process that took it in has died: nothing has gone, all events are to come.
    return repeated(run, (await this.log.knows(live)) ? await this.log.beginningOf(live) : LOG_START);
  }

  private newRun(
    command: AskCommand,
    conversation: AskedIn,
    requestHash: string,
    files: readonly AttachedFile[],
  ): NewRun {
    const trace = traceParent();
    return {
      id: newId(),
      userId: command.userId,
      conversationId: conversation.id,
      sessionId: conversation.sessionId,
      message: command.message,
      language: command.language,
      options: { cache: command.cache, ...(files.length > 0 && { files }), ...(trace && { trace }) },
      idempotencyKey: command.idempotencyKey ?? null,
      requestHash: command.idempotencyKey === undefined ? null : requestHash,
      requestId: command.requestId,
      timeoutMs: command.timeoutMs ?? this.config.agent.timeoutMs,
    };
  }
}

function accepted(
  { id, conversationId, sessionId }: NewRun,
  before: string | undefined,
  queued?: WrittenEvent,
): AcceptedRun {
  return { id, conversationId, sessionId, before, queued };
}

/** A run that was accepted before. A question has words, so that a record without any was emptied. */
function repeated(run: RunEntity, before: string | undefined): AcceptedRun {
  const forgotten = run.finishedAt !== null && run.message === '' && run.answer === null;
  return { ...accepted(run, before), status: run.status, forgotten };
}

/** Everything of a request that makes it the same request. */
function hashOf({ message, language, sessionId, onBusy, cache, timeoutMs, files }: AskCommand): string {
  return createHash('sha256')
    .update(JSON.stringify([message, language, sessionId, onBusy, cache, timeoutMs, ...files]))
    .digest('base64url');
}
