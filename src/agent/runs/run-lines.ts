import { Injectable } from '@nestjs/common';
import { CommonErrors } from '../../common/errors/common.errors.js';
import { type Language, say } from '../../common/i18n/language.js';
import {
  type Admission,
  LogRefusedError,
  NO_USAGE,
  RunLog,
  type RunsBefore,
  type WrittenEvent,
} from '../../session/index.js';
import { draftEvent } from '../events/event-json.js';
import { type RunEventBody } from '../events/run-event.js';
import { RunDispatcher } from '../queue/run-dispatcher.js';
import { liveOf } from './live-of.js';
import { RunPace } from './run-pace.js';
import { type RunEntity } from './run.entity.js';
import { RunsRepository } from './runs.repository.js';

/** The fence of who ends the log of a question that was not accepted: no worker has begun it. */
const WITHDRAWING = 1;

/** Why a run that was turned away comes again at once. */
const JUST_ENDED = 'The run before it has just ended';

/** A question that nobody has on record. Its owner and language where they are known. */
type UnacceptedRun = Pick<RunEntity, 'id' | 'conversationId'> & Partial<Pick<RunEntity, 'userId' | 'language'>>;

/** How a question gets into its session's line, and out of it where it was not accepted. */
@Injectable()
export class RunLines {
  constructor(
    private readonly runs: RunsRepository,
    private readonly log: RunLog,
    private readonly dispatcher: RunDispatcher,
    private readonly pace: RunPace,
  ) {}

  /**
   * Puts a run into its line and tells those who watch that it is queued. Repeating it changes nothing.
   * @param watched false where nobody can watch its session yet
   * @param standing those before it by the records
   */
  async letIn(
    run: Pick<RunEntity, 'id' | 'conversationId' | 'sessionId'>,
    mode: 'enqueue' | 'reject' | 'again' = 'enqueue',
    more: { readonly watched?: boolean; readonly standing?: RunsBefore } = {},
  ): Promise<Admission> {
    // The log adds the position, which only it knows.
    const queued = draftEvent({ runId: run.id, sessionId: run.sessionId }, { type: 'queued' }).json;
    return this.log.admit(liveOf(run), mode, queued, await this.pace.typicalMs(), more);
  }

  /**
   * What becomes of a run that could not be begun. One that is over gives its place back: who gave it that place may not know yet that it
   * has ended, and its end has freed what it had by then. One whose session has another at work, which Redis had lost when this was let in,
   * does so, too, and waits behind it.
   * @param userId whose place it is where the run was never accepted
   * @throws when it could be begun by now
   */
  async turnAway(runId: string, userId?: string): Promise<void> {
    const run = await this.runs.get(runId);
    const waits = run?.finishedAt === null;
    if (waits) {
      const admission = await this.letIn(run, 'again', { standing: await this.runs.before(run.id) });
      if (admission.admitted && admission.ahead === 0) throw new Error(JUST_ENDED);
    }
    const owner = run?.userId ?? userId;
    if (owner !== undefined) await this.dispatcher.release({ id: runId, userId: owner });
    // One that ended meanwhile has let it in, with the job that it is about to lose.
    if (waits && (await this.log.line(run.conversationId))[0] === runId) throw new Error(JUST_ENDED);
  }

  /**
   * Takes a question that was not accepted, and is not on record, out of its session's line and lets the next one in. Whoever watches the session
   * may have heard of it, and hears that it failed. Can be repeated.
   */
  async withdraw({ id, userId, ...run }: UnacceptedRun): Promise<void> {
    const [next] = await this.takeOut({ id, ...run });
    // All runs of a session are its owner's.
    const owner = userId ?? (next === undefined ? undefined : (await this.runs.get(next))?.userId);
    if (owner === undefined) return;
    await this.dispatcher.release({ id, userId: owner });
    if (next !== undefined) await this.dispatcher.dispatch({ id: next, userId: owner });
  }

  /** The same, without letting in the next one. @returns the runs that are left in the line */
  async takeOut({ language = 'en', ...run }: UnacceptedRun): Promise<readonly string[]> {
    const live = liveOf(run);
    try {
      const { events } = await this.log.begin(live, WITHDRAWING);
      const sessionId = sessionOf(events);
      if (sessionId === undefined) return await this.log.forget(live);
      const last = unaccepted(language).map((body) => draftEvent({ runId: run.id, sessionId }, body));
      return (await this.log.close(live, WITHDRAWING, last)).waiting;
    } catch (error) {
      if (error instanceof LogRefusedError) return this.log.release(live);
      throw error;
    }
  }
}

/** What the client calls the session, as the run's first event says; undefined where the log does not have it. */
function sessionOf([first]: readonly WrittenEvent[]): string | undefined {
  return first && (JSON.parse(first.data) as { session_id: string }).session_id;
}

function unaccepted(language: Language): RunEventBody[] {
  const { code, detail, retryable } = CommonErrors.DEPENDENCY_UNAVAILABLE;
  return [
    { type: 'error', code, content: say(detail, language), retryable },
    { type: 'done', status: 'failed', usage: NO_USAGE, cache_hit: false, duration_ms: 0 },
  ];
}
