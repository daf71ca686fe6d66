import { SECOND } from '../../common/clock.js';
import { type SerializedError } from '../../common/errors/app-error.js';
import { type BatchableStatement, COMMIT_LAZILY, recordSet, type StatementPart } from '../../database/index.js';
import { type AgentEvent, type Answer, type FileReference, type TurnText } from '../../session/index.js';
import { type RunStatus } from '../events/run-event.js';
import { type RunEntity } from './run.entity.js';

export type NewRun = Pick<
  RunEntity,
  | 'id'
  | 'userId'
  | 'conversationId'
  | 'sessionId'
  | 'message'
  | 'language'
  | 'options'
  | 'idempotencyKey'
  | 'requestHash'
  | 'requestId'
  | 'timeoutMs'
>;

/** How a run ends. */
export interface RunEnding {
  readonly status: Exclude<RunStatus, 'queued' | 'running'>;
  readonly answer: Answer;
  readonly agentEvents: readonly AgentEvent[];
  readonly error?: SerializedError;
  readonly cancelReason?: string;
  readonly cacheHit?: boolean;
}

/** A worker takes up a run. */
export interface RunBeginning {
  readonly id: string;
  readonly model: string;
}

/** A run that is to end. */
export type EndingRun = Pick<RunEntity, 'id' | 'conversationId' | 'message' | 'options'>;

/** The bearer of a fence ends a run. */
export interface RunFinish {
  readonly run: EndingRun;
  readonly fence: number;
  readonly ending: RunEnding;
}

/** A run all of whose consequences are done. */
export interface SettledRun {
  readonly id: string;
  /** How many events it had; undefined where somebody else closed its log. */
  readonly events: number | undefined;
}

/** The columns under the names of the entity, but for the large ones that who ends a run has. */
const RUN_WITHOUT_ANSWER = `id, user_id AS "userId", conversation_id AS "conversationId", session_id AS "sessionId", status,
  message, language, options, idempotency_key AS "idempotencyKey", request_hash AS "requestHash",
  request_id AS "requestId", attempts, fence, model, usage,
  cache_hit AS "cacheHit", error, timeout_ms AS "timeoutMs", cancel_reason AS "cancelReason",
  cancel_requested_at AS "cancelRequestedAt", created_at AS "createdAt", started_at AS "startedAt",
  finished_at AS "finishedAt", events, settled`;
/** All columns under the names of the entity. */
export const RUN = `${RUN_WITHOUT_ANSWER}, answer, agent_events AS "agentEvents"`;

const INSERT = `
  INSERT INTO runs (id, user_id, conversation_id, session_id, message, language, options, idempotency_key, request_hash,
                    request_id, timeout_ms, status)
  SELECT new_run.*, 'queued' FROM ${recordSet('new_run', {
    id: 'uuid',
    user_id: 'uuid',
    conversation_id: 'uuid',
    session_id: 'text',
    message: 'text',
    language: 'text',
    options: 'jsonb',
    idempotency_key: 'text',
    request_hash: 'text',
    request_id: 'text',
    timeout_ms: 'integer',
  })}
  ON CONFLICT DO NOTHING`;

/**
 * Whoever takes a run in may refuse it after it is on record, and its record goes. One that is older than this is somebody's at this
 * moment no more: the reconciler lets it in.
 */
export const TAKEN_IN_AFTER = 4 * SECOND;
/**
 * From this age on another one waits behind it: hardly any is refused so late. One that is all the same holds the other up until the
 * reconciler comes by.
 */
export const STANDS_AFTER = SECOND;

/** A run that is not over, as another one of its conversation finds it. */
export interface StandingRun {
  readonly id: string;
  readonly status: RunStatus;
}

/** What is known of a run that was written. */
export interface CreatedRun {
  readonly id: string;
  /** Those that are to stand before it in the line, the oldest first; null where there are none. */
  readonly standing: readonly StandingRun[] | null;
}

/** A longer line, lost and then asked in, gets the others back behind the new one. */
const MOST_STANDING = 100;
/** The runs that are to stand before a row of `runs` in its line: the one at work, and the oldest of those that wait. */
export const STANDING = `
  (SELECT json_agg(json_build_object('id', id, 'status', status)) FROM (
     SELECT o.id, o.status FROM runs o
     WHERE o.conversation_id = runs.conversation_id AND NOT o.settled AND o.id <> runs.id AND (
       o.status = 'running'
       OR o.status = 'queued' AND o.created_at < least(runs.created_at, now() - interval '${STANDS_AFTER} ms'))
     ORDER BY o.status = 'running' DESC, o.created_at, o.id LIMIT ${MOST_STANDING}
   ) standing)`;

/** Writes new runs; those whose Idempotency-Key is taken are left out. */
export const CREATE: BatchableStatement<NewRun, CreatedRun> = {
  text: `${INSERT} RETURNING id, ${STANDING} AS standing`,
  row: (run) => ({
    id: run.id,
    user_id: run.userId,
    conversation_id: run.conversationId,
    session_id: run.sessionId,
    message: run.message,
    language: run.language,
    options: run.options,
    idempotency_key: run.idempotencyKey,
    request_hash: run.requestHash,
    request_id: run.requestId,
    timeout_ms: run.timeoutMs,
  }),
  key: ({ id }) => id,
};

/** The same, and opens a conversation for each that is written, in which nothing stands. */
export const createOpening = (opening: Pick<StatementPart<never>, 'ctes'>): BatchableStatement<NewRun, CreatedRun> => ({
  ...CREATE,
  text: `
    WITH opening AS (${INSERT} RETURNING id, conversation_id, user_id, session_id), ${opening.ctes}
    SELECT id, NULL AS standing FROM opening`,
});

/** A run that an attempt has begun. */
export type BegunRun = RunEntity & {
  /** Milliseconds since its first attempt began, by the clock that wrote that down. */
  readonly workedMs: number;
};

/**
 * Gives out the next fence. A run waits as long as another of its conversation is at work, whatever Redis knows of them: it is looked for
 * first, and should both begin in the same moment, the unique index refuses one of them.
 */
export const BEGIN: BatchableStatement<RunBeginning, BegunRun> = {
  text: `
    UPDATE runs SET status = 'running', attempts = attempts + 1, fence = fence + 1, model = next_model,
                    started_at = coalesce(started_at, now())
    FROM ${recordSet('next', { run_id: 'uuid', next_model: 'text' })}
    WHERE id = run_id AND (status = 'running' OR status = 'queued' AND NOT EXISTS (
      SELECT FROM runs o WHERE o.conversation_id = runs.conversation_id AND o.status = 'running'
    )) RETURNING ${RUN}, (extract(epoch FROM now() - started_at) * 1000)::float8 AS "workedMs"`,
  row: ({ id, model }) => ({ run_id: id, next_model: model }),
  key: ({ id }) => id,
};

const ENDING = {
  run_id: 'uuid',
  end_fence: 'integer',
  end_status: 'text',
  end_answer: 'jsonb',
  end_events: 'jsonb',
  end_usage: 'jsonb',
  end_model: 'text',
  end_error: 'jsonb',
  end_reason: 'text',
  from_cache: 'boolean',
};

/** A run whose conversation was deleted while it was at work keeps nothing of what was said (`CancelReason`). */
const FORGOTTEN = `'session_deleted' IN (cancel_reason, end_reason)`;

/** Ends the runs of `ending`, each once and only for the bearer of its fence. @param more columns that it sets */
const END = (more = '') => `
  UPDATE runs SET status = end_status, answer = CASE WHEN ${FORGOTTEN} THEN NULL ELSE end_answer END,
                  message = CASE WHEN ${FORGOTTEN} THEN '' ELSE message END, ${more} usage = end_usage,
                  model = coalesce(nullif(end_model, ''), model), error = end_error,
                  cancel_reason = coalesce(cancel_reason, end_reason), cache_hit = from_cache, finished_at = now()
  FROM ending WHERE id = run_id AND fence = end_fence AND status IN ('queued', 'running')`;

const endingOf = ({ run, fence, ending }: RunFinish): Record<keyof typeof ENDING, unknown> => ({
  run_id: run.id,
  end_fence: fence,
  end_status: ending.status,
  end_answer: ending.answer,
  end_events: ending.agentEvents.length > 0 ? ending.agentEvents : undefined,
  end_usage: ending.answer.usage,
  end_model: ending.answer.model,
  end_error: ending.error,
  end_reason: ending.cancelReason,
  from_cache: ending.cacheHit ?? false,
});

/** Ends runs whose turns are committed elsewhere: the agent's events stay in the record until they are. */
export const FINISH: BatchableStatement<RunFinish, RunEntity> = {
  text: `
    WITH ending AS (SELECT * FROM ${recordSet('e', ENDING)})
    ${END('agent_events = end_events,')} RETURNING ${RUN_WITHOUT_ANSWER}`,
  row: endingOf,
  key: ({ run }) => run.id,
};

/** Ends runs and commits their turns: both or neither. */
export const finishWithTurn = (turn: StatementPart<TurnText>): BatchableStatement<RunFinish, RunEntity> => ({
  text: `
    WITH ending AS (SELECT * FROM ${recordSet('e', { ...ENDING, ...turn.columns })}),
    over AS (${END()} RETURNING runs.*, ending.*),
    turn AS (
      SELECT run_id, conversation_id, message AS question, created_at AS asked_at, end_answer ->> 'content' AS answer,
             status, end_answer - 'content' AS details, finished_at AS answered_at, end_events AS agent_events,
             ${Object.keys(turn.columns).join(', ')}
      FROM over
    ), ${turn.ctes}
    SELECT ${RUN_WITHOUT_ANSWER} FROM over`,
  row: (finish) => ({ ...endingOf(finish), ...turn.row(textOf(finish)) }),
  // The turns of a conversation are committed one after the other.
  key: ({ run }) => run.conversationId,
  keyOfRow: ({ conversationId }) => conversationId,
});

function textOf({ run, ending }: RunFinish): TurnText {
  return { question: run.message, files: filesOf(run), answer: ending.answer.content };
}

/** What was attached to the question, as its conversation keeps it. */
export function filesOf({ options }: Pick<RunEntity, 'options'>): FileReference[] {
  return (options.files ?? []).map(({ sha256: _sha256, ...file }) => file);
}

/** The user has the answer by then, and the reconciler passes over runs that ended within the last seconds. */
const SETTLED_TOGETHER = { ms: 100, most: 32 };

/** Everything that follows from the end of the runs is done; the copies kept for it can go. Should this be lost it is done again. */
export const SETTLE: BatchableStatement<SettledRun> = {
  company: SETTLED_TOGETHER,
  text: `
    WITH over AS (SELECT * FROM ${recordSet('o', { run_id: 'uuid', last_seq: 'integer' })}),
         gone AS (DELETE FROM run_effects e USING over WHERE e.run_id = over.run_id)
    UPDATE runs SET settled = true, agent_events = NULL, events = coalesce(last_seq, events)
    FROM over WHERE id = run_id AND ${COMMIT_LAZILY}`,
  row: ({ id, events }) => ({ run_id: id, last_seq: events }),
  key: ({ id }) => id,
};
