import { Injectable, Logger } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { type Admission, Conversations, RunLog, type RunsBefore, SessionErrors } from '../../session/index.js';
import { AgentErrors } from '../agent.errors.js';
import { liveOf } from './live-of.js';
import { patiently } from './patiently.js';
import { RunLines } from './run-lines.js';
import { type RunEntity } from './run.entity.js';
import { type NewRun, STANDS_AFTER } from './run-statements.js';
import { RunsRepository } from './runs.repository.js';

type Admitted = Extract<Admission, { admitted: true }>;

/** A question that is on record, in its session's line and in a conversation. */
export type TakenIn = Pick<Admitted, 'ahead' | 'queued'> & {
  /** As of AcceptedRun. */
  readonly before: string | undefined;
};

interface Intake {
  /** Whether the client named the session: then somebody may watch it, ask in it and delete it. */
  readonly named: boolean;
  readonly mode: 'enqueue' | 'reject';
}

/** Brings a question on record and into its session's line: both, or neither. */
@Injectable()
export class RunIntake {
  private readonly logger = new Logger(RunIntake.name);

  constructor(
    private readonly runs: RunsRepository,
    private readonly conversations: Conversations,
    private readonly log: RunLog,
    private readonly lines: RunLines,
  ) {}

  /**
   * Whoever watches the session must hear of no run that is not on record; one that was named a moment ago has no watchers yet: all is done
   * at once, and its conversation opened.
   * @returns undefined where another request with the same key was a moment faster
   * @throws AppError SESSION_BUSY (mode `reject`), SESSION_DELETED, RUN_CANCELLED (both in this moment); what kept it from being taken in
   */
  async takeIn(run: NewRun, { named, mode }: Intake): Promise<TakenIn | undefined> {
    const since = Date.now();
    const opened = named ? undefined : this.runs.createOpening(run);
    const recording = opened ?? this.runs.create(run);
    const letIn = (standing?: RunsBefore) => this.lines.letIn(run, mode, { watched: named, standing });
    const [recorded, admission, opening] = await Promise.allSettled([
      recording,
      named ? recording.then((standing) => standing && letIn(standing)) : letIn(),
      named || opened || this.conversations.open(run.userId, run.sessionId, { id: run.conversationId }),
    ]);
    const admitted = admission.status === 'fulfilled' ? admission.value : undefined;
    const isNew = recorded.status === 'fulfilled' && recorded.value !== undefined;
    if (isNew && opening.status === 'fulfilled' && admitted?.admitted) return admitted;

    // It may stand in the line also where no answer told so, and would hold up those behind it.
    const stands = () =>
      admission.status === 'rejected' || admitted?.admitted === true || Date.now() - since > STANDS_AFTER;
    const takeBack = async () => this.takeBack(run, { named, stands });
    if (recorded.status === 'rejected') {
      // It may be on record all the same.
      this.eventually(run, takeBack);
      throw recorded.reason;
    }
    const left = await takeBack().catch(() => this.eventually(run, takeBack));
    // Somebody took this process for dead, and let the run in for it.
    if (left !== undefined && left.status !== 'cancelled')
      return { ahead: 1, before: await this.log.beginningOf(liveOf(run)), queued: undefined };
    if (!isNew) return undefined;
    if (opening.status === 'rejected') throw opening.reason;
    if (admission.status === 'rejected') throw admission.reason;
    throw refusalOf(admitted);
  }

  /**
   * Undoes what was done for a question that is not accepted. Can be repeated.
   * @returns its record, where that stays: it has been begun, or is over
   */
  private async takeBack(
    run: NewRun,
    { named, stands }: { named: boolean; stands: () => boolean },
  ): Promise<RunEntity | undefined> {
    const left = (await this.runs.discard(run.id)) ? undefined : await this.runs.get(run.id);
    if (left !== undefined) return left;
    if (stands()) this.eventually(run, () => this.lines.withdraw(run));
    if (!named) await this.conversations.delete(run.userId, run.sessionId);
    return undefined;
  }

  /** The client has its answer, and need not wait for this. */
  private eventually({ id }: NewRun, work: () => Promise<unknown>): undefined {
    void patiently(work).catch((error: unknown) =>
      this.logger.warn({ msg: `The refused question waits to be swept out: ${(error as Error).message}`, run_id: id }),
    );
  }
}

function refusalOf(admission: Admission | undefined): AppError {
  const because = admission?.admitted === false ? admission.because : undefined;
  if (because === 'closed') return new AppError(SessionErrors.SESSION_DELETED);
  // Who deletes the session, or closes the account, finds it on record before it is in the line.
  if (because === 'over') return new AppError(AgentErrors.RUN_CANCELLED);
  return new AppError(AgentErrors.SESSION_BUSY, { retryAfter: 2 });
}
