import { type BatchableStatement, COMMIT_LAZILY, recordSet, type StatementPart } from '../../../database/index.js';
import { newId } from '../../../common/ids.js';
import { type Conversation } from '../../conversations.port.js';
import { searchTokens } from '../../search/search-tokens.js';

/** A conversation as its user calls it. */
export interface WantedConversation {
  readonly userId: string;
  readonly sessionId: string;
  readonly id?: string;
  readonly title?: string;
}

const CONVERSATION = `id, user_id AS "userId", session_id AS "sessionId", title, pinned, archived, version,
  message_count AS "messageCount", created_at AS "createdAt", updated_at AS "updatedAt"`;

/**
 * Finds conversations or makes them, and looks only for what was not to be made; one that somebody else has made in the same moment is not among what it returns.
 * @param condition of what is made
 */
function findOrMake(condition: string): BatchableStatement<WantedConversation, Conversation> {
  return {
    text: `
      WITH wanted AS (
        SELECT * FROM ${recordSet('w', {
          new_id: 'uuid',
          owner_id: 'uuid',
          word: 'text',
          new_title: 'text',
          new_title_tokens: 'text[]',
        })}
      ), made AS (
        INSERT INTO conversations (id, user_id, session_id, title, title_tokens)
        SELECT wanted.* FROM wanted WHERE ${condition}
        ON CONFLICT DO NOTHING RETURNING ${CONVERSATION}
      ), found AS (
        SELECT c.* FROM wanted CROSS JOIN LATERAL (
          SELECT ${CONVERSATION} FROM conversations
          -- The limit has it looked for row by row, by its name.
          WHERE user_id = owner_id AND session_id = word AND deleted_at IS NULL LIMIT 1
        ) AS c
        WHERE NOT EXISTS (SELECT FROM made WHERE made."userId" = owner_id AND made."sessionId" = word)
      )
      SELECT * FROM made UNION ALL SELECT * FROM found`,
    row: ({ userId, sessionId, id = newId(), title }) => ({
      new_id: id,
      owner_id: userId,
      word: sessionId,
      new_title: title,
      new_title_tokens: searchTokens(title ?? ''),
    }),
    key,
    keyOfRow: key,
  };
}

/** On the way of every question. It need not wait for the disk, as the question's record will. */
export const OPEN_FOLLOWED = findOrMake(COMMIT_LAZILY);
/** For one who wants the conversation alone. */
export const OPEN = findOrMake('true');

/** For one whose first run is recorded in the same moment. Its id and name are new, so there is none to find. */
export const OPENING_PART: Pick<StatementPart<never>, 'ctes'> = {
  ctes: `
    opened AS (
      INSERT INTO conversations (id, user_id, session_id) SELECT conversation_id, user_id, session_id FROM opening
    )`,
};

function key({ userId, sessionId }: Pick<WantedConversation, 'userId' | 'sessionId'>): string {
  return `${userId} ${sessionId}`;
}
