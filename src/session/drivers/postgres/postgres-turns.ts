import { type EntityManager } from 'typeorm';
import { newId } from '../../../common/ids.js';
import { type Turn } from '../../conversations.port.js';
import { searchTokens } from '../../search/search-tokens.js';

/**
 * Writes both messages of a turn and the agent's events.
 * @returns false when the run was committed before: the unique (run_id, role) then lets nothing in, events included
 */
export async function insertTurn(
  manager: EntityManager,
  userId: string,
  turn: Turn,
  ids = { questionId: newId(), answerId: newId() },
): Promise<boolean> {
  const { content, ...details } = turn.answer;
  const inserted = (await manager.query(
    `INSERT INTO messages (id, conversation_id, run_id, role, content, status, answer, created_at, search)
     VALUES ($1, $3, $4, 'user', $5, NULL, NULL, $6, $11), ($2, $3, $4, 'assistant', $7, $8, $9, $10, $12)
     ON CONFLICT (run_id, role) DO NOTHING RETURNING id`,
    [
      ids.questionId,
      ids.answerId,
      turn.conversationId,
      turn.runId,
      turn.question,
      turn.askedAt,
      content,
      turn.status,
      details,
      turn.answeredAt,
      searchOf(userId, turn.question),
      searchOf(userId, content),
    ],
  )) as unknown[];
  if (inserted.length === 0) return false;
  if (turn.agentEvents.length > 0) {
    await manager.query(
      `INSERT INTO agent_events (conversation_id, run_id, event)
       SELECT $1, $2, event FROM jsonb_array_elements($3::jsonb) WITH ORDINALITY AS e(event, n) ORDER BY n`,
      [turn.conversationId, turn.runId, JSON.stringify(turn.agentEvents)],
    );
  }
  return true;
}

function searchOf(userId: string, text: string): string[] {
  return [`user:${userId}`, ...searchTokens(text)];
}
