import { type EntityManager } from 'typeorm';
import {
  type BatchableStatement,
  COMMIT_LAZILY,
  NO_LOCK_LIMIT,
  recordSet,
  type StatementPart,
  storableJson,
} from '../../../database/index.js';
import { newId } from '../../../common/ids.js';
import { titleOf } from '../../conversation-title.js';
import { type Turn, type TurnText } from '../../conversations.port.js';
import { searchTokens } from '../../search/search-tokens.js';

/** What is made of what is said in a turn, and its SQL types. */
const MADE = {
  files: 'jsonb',
  question_id: 'uuid',
  question_words: 'text[]',
  answer_id: 'uuid',
  answer_words: 'text[]',
  title: 'text',
  title_tokens: 'text[]',
};

/** What is written of a turn. */
const TURN = {
  conversation_id: 'uuid',
  run_id: 'uuid',
  question: 'text',
  asked_at: 'timestamptz',
  answer: 'text',
  status: 'text',
  details: 'jsonb',
  answered_at: 'timestamptz',
  agent_events: 'jsonb',
  ...MADE,
};

/** The turns of the statement, as a CTE. */
const TURNS = `turn AS (SELECT * FROM ${recordSet('t', TURN)})`;

/**
 * Both messages of each turn, the agent's events with the answer, into the conversations that the CTE `owner (id, user_id)` holds. Where
 * the run was committed before, the unique (run_id, role) lets nothing in, and `said` is empty.
 */
const SAID = `
  said AS (
    INSERT INTO messages (id, conversation_id, run_id, role, content, files, status, answer, created_at, search, agent_events)
    SELECT m.id, owner.id, turn.run_id, m.role, m.content, m.files, m.status, m.answer, m.created_at,
           array_prepend('user:' || owner.user_id, m.words), m.agent_events
    FROM turn JOIN owner ON owner.id = turn.conversation_id CROSS JOIN LATERAL (VALUES
      (question_id, 'user', question, files, NULL, NULL::jsonb, asked_at, question_words, NULL::jsonb),
      (answer_id, 'assistant', turn.answer, '[]', turn.status, details, answered_at, answer_words, turn.agent_events)
    ) AS m (id, role, content, files, status, answer, created_at, words, agent_events)
    ORDER BY m.role DESC
    ON CONFLICT (run_id, role) DO NOTHING RETURNING conversation_id
  )`;

interface TurnIds {
  readonly questionId: string;
  readonly answerId: string;
}

function made({ question, files, answer }: TurnText, ids: TurnIds): Record<keyof typeof MADE, unknown> {
  const title = titleOf(question);
  return {
    files,
    question_id: ids.questionId,
    question_words: searchTokens(question),
    answer_id: ids.answerId,
    answer_words: searchTokens(answer),
    title,
    title_tokens: searchTokens(title),
  };
}

function rowOf({ answer: { content, ...details }, ...turn }: Turn, ids: TurnIds): Record<keyof typeof TURN, unknown> {
  return {
    conversation_id: turn.conversationId,
    run_id: turn.runId,
    question: turn.question,
    asked_at: turn.askedAt,
    answer: content,
    status: turn.status,
    details,
    answered_at: turn.answeredAt,
    agent_events: turn.agentEvents.length > 0 ? turn.agentEvents : undefined,
    ...made({ ...turn, answer: content }, ids),
  };
}

/**
 * Adds turns to their conversations, each once. Nothing happens where the conversation is deleted.
 * @param condition of the conversations
 */
function addTurns(condition: string): string {
  return `
  owner AS (
    SELECT c.id, c.user_id FROM turn CROSS JOIN LATERAL (
      -- IS TRUE keeps the index of all living conversations out, which is as good as the key while there are few.
      SELECT id, user_id FROM conversations
      WHERE id = turn.conversation_id AND (deleted_at IS NULL) IS TRUE AND ${condition} FOR UPDATE
    ) AS c
  ), ${SAID}, counted AS (
    UPDATE conversations c
    SET message_count = message_count + 2, updated_at = greatest(updated_at, turn.answered_at),
        title = coalesce(c.title, turn.title),
        title_tokens = CASE WHEN c.title IS NULL THEN turn.title_tokens ELSE c.title_tokens END
    FROM turn WHERE c.id = turn.conversation_id AND EXISTS (SELECT FROM said WHERE said.conversation_id = c.id)
  )`;
}

/** Turns that end with their runs, in one statement: it is on the way of every run. */
export const TURN_PART: StatementPart<TurnText> = {
  columns: MADE,
  row: (text) => made(text, { questionId: newId(), answerId: newId() }),
  ctes: addTurns('true'),
};

/**
 * Turns of runs that have ended already. It need not wait for the disk: until the run is settled, which is written later, its record holds
 * all of it.
 */
export const COMMIT_TURN: BatchableStatement<Turn> = {
  text: `WITH ${TURNS}, ${addTurns(COMMIT_LAZILY)} SELECT`,
  row: (turn) => rowOf(turn, { questionId: newId(), answerId: newId() }),
  // The turns of a conversation are committed one after the other.
  key: ({ conversationId }) => conversationId,
};

/** Writes a turn as it was elsewhere. @returns false when it is there already */
export async function insertTurn(
  database: Pick<EntityManager, 'query'>,
  userId: string,
  turn: Turn,
  ids: TurnIds,
): Promise<boolean> {
  const inserted = (await database.query(
    `WITH ${TURNS}, owner AS (SELECT conversation_id AS id, $3::uuid AS user_id FROM turn), ${SAID} SELECT FROM said`,
    [storableJson([rowOf(turn, ids)]), NO_LOCK_LIMIT, userId],
  )) as unknown[];
  return inserted.length > 0;
}
