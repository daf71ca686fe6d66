import { type EntityManager } from 'typeorm';
import { COMMIT_LAZILY } from '../../../database/index.js';
import { newId } from '../../../common/ids.js';
import { titleOf } from '../../conversation-title.js';
import { type Turn } from '../../conversations.port.js';
import { searchTokens } from '../../search/search-tokens.js';

/**
 * Both messages of a turn, the agent's events with the answer, into the conversation that the CTE `owner (id, user_id)` holds. Where the
 * run was committed before, the unique (run_id, role) lets nothing in, and `said` is empty.
 */
const TURN = `
  said AS (
    INSERT INTO messages (id, conversation_id, run_id, role, content, files, status, answer, created_at, search, agent_events)
    SELECT m.id, owner.id, $1, m.role, m.content, m.files, m.status, m.answer, m.created_at,
           array_prepend('user:' || owner.user_id, m.words), m.agent_events
    FROM owner, (VALUES
      ($2::uuid, 'user', $4::text, $13::jsonb, NULL, NULL::jsonb, $5::timestamptz, $6::text[], NULL::jsonb),
      ($3::uuid, 'assistant', $7, '[]', $8, $9, $10, $11, $12)
    ) AS m (id, role, content, files, status, answer, created_at, words, agent_events)
    ORDER BY m.role DESC
    ON CONFLICT (run_id, role) DO NOTHING RETURNING id
  )`;

/** The parameters of TURN. */
function parametersOf({ answer: { content, ...details }, ...turn }: Turn, ids: TurnIds): unknown[] {
  return [
    turn.runId,
    ids.questionId,
    ids.answerId,
    turn.question,
    turn.askedAt,
    searchTokens(turn.question),
    content,
    turn.status,
    details,
    turn.answeredAt,
    searchTokens(content),
    turn.agentEvents.length > 0 ? JSON.stringify(turn.agentEvents) : null,
    JSON.stringify(turn.files),
  ];
}

interface TurnIds {
  readonly questionId: string;
  readonly answerId: string;
}

type Database = Pick<EntityManager, 'query'>;

/**
 * Adds a turn to a conversation, once, in one statement: it is on the way of every run. Nothing happens where the conversation is
 * deleted. It need not wait for the disk: until the run is settled, which is written later, its record holds all of it.
 */
export async function commitTurn(database: Database, turn: Turn): Promise<void> {
  const title = titleOf(turn.question);
  await database.query(
    `WITH owner AS (SELECT id, user_id FROM conversations WHERE id = $14 AND deleted_at IS NULL AND ${COMMIT_LAZILY} FOR UPDATE), ${TURN}
     UPDATE conversations c
     SET message_count = message_count + 2, updated_at = greatest(updated_at, $10), title = coalesce(title, $15),
         title_tokens = CASE WHEN title IS NULL THEN $16 ELSE title_tokens END
     FROM owner WHERE c.id = owner.id AND EXISTS (SELECT FROM said)`,
    [
      ...parametersOf(turn, { questionId: newId(), answerId: newId() }),
      turn.conversationId,
      title,
      searchTokens(title),
    ],
  );
}

/** Writes a turn as it was elsewhere. @returns false when it is there already */
export async function insertTurn(database: Database, userId: string, turn: Turn, ids: TurnIds): Promise<boolean> {
  const inserted = (await database.query(
    `WITH owner AS (SELECT $14::uuid AS id, $15::uuid AS user_id), ${TURN} SELECT id FROM said`,
    [...parametersOf(turn, ids), turn.conversationId, userId],
  )) as unknown[];
  return inserted.length > 0;
}
