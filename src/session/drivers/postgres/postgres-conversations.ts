import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { newId } from '../../../common/ids.js';
import {
  type AgentEvent,
  type Conversation,
  Conversations,
  type Message,
  type Page,
  type PageRequest,
  type Turn,
} from '../../conversations.port.js';
import { CURSOR_PARTS, decodeCursor, encodeCursor } from '../../page-cursor.js';
import { ConversationEntity } from './conversation.entity.js';
import { MessageEntity } from './message.entity.js';

/** Conversations in PostgreSQL: the embedded profile's driver, and a full one. */
@Injectable()
export class PostgresConversations extends Conversations {
  constructor(private readonly database: DataSource) {
    super();
  }

  async open(userId: string, sessionId: string, title?: string): Promise<Conversation> {
    const existing = await this.find(userId, sessionId);
    if (existing) return existing;
    await this.database
      .createQueryBuilder()
      .insert()
      .into(ConversationEntity)
      .values({ id: newId(), userId, sessionId, title: title ?? null })
      .orIgnore()
      .updateEntity(false)
      .execute();
    return this.database.getRepository(ConversationEntity).findOneByOrFail({ userId, sessionId });
  }

  async find(userId: string, sessionId: string): Promise<Conversation | undefined> {
    return (await this.database.getRepository(ConversationEntity).findOneBy({ userId, sessionId })) ?? undefined;
  }

  async list(userId: string, page: PageRequest): Promise<Page<Conversation>> {
    const query = this.database
      .createQueryBuilder(ConversationEntity, 'c')
      .where('c.userId = :userId', { userId })
      .orderBy('c.updatedAt', 'DESC')
      .addOrderBy('c.id', 'DESC')
      .limit(page.limit + 1);
    if (page.cursor !== undefined) {
      const [updatedAt, id] = decodeCursor(page.cursor, [CURSOR_PARTS.time, CURSOR_PARTS.id]);
      query.andWhere('(c.updatedAt, c.id) < (:updatedAt, :id)', { updatedAt, id });
    }
    return toPage(await query.getMany(), page.limit, (row) => [row.updatedAt.toISOString(), row.id]);
  }

  async messages(conversationId: string, page: PageRequest): Promise<Page<Message>> {
    const query = this.database
      .createQueryBuilder(MessageEntity, 'm')
      .where('m.conversationId = :conversationId', { conversationId })
      .orderBy('m.position', 'DESC')
      .limit(page.limit + 1);
    if (page.cursor !== undefined) {
      const [position] = decodeCursor(page.cursor, [CURSOR_PARTS.count]);
      query.andWhere('m.position < :position', { position });
    }
    return toPage(await query.getMany(), page.limit, (row) => [row.position]);
  }

  async commitTurn(turn: Turn): Promise<void> {
    await this.database.transaction(async (manager) => {
      // The unique (run_id, role) makes the second commit of a run do nothing, events and counter included.
      if (!(await this.insertMessages(manager, turn))) return;
      if (turn.agentEvents.length > 0) {
        await manager.query(
          `INSERT INTO agent_events (conversation_id, run_id, event)
           SELECT $1, $2, event FROM jsonb_array_elements($3::jsonb) WITH ORDINALITY AS e(event, n) ORDER BY n`,
          [turn.conversationId, turn.runId, JSON.stringify(turn.agentEvents)],
        );
      }
      await manager.query(
        `UPDATE conversations
         SET message_count = message_count + 2, updated_at = greatest(updated_at, $2), title = coalesce(title, $3)
         WHERE id = $1`,
        [turn.conversationId, turn.answeredAt, titleOf(turn.question)],
      );
    });
  }

  async agentEvents(conversationId: string, limit: number): Promise<readonly AgentEvent[]> {
    const rows = (await this.database.query(
      'SELECT event FROM agent_events WHERE conversation_id = $1 ORDER BY position DESC LIMIT $2',
      [conversationId, limit],
    )) as { event: AgentEvent }[];
    return rows.reverse().map((row) => row.event);
  }

  private async insertMessages(manager: EntityManager, turn: Turn): Promise<boolean> {
    const { content, ...details } = turn.answer;
    const inserted = (await manager.query(
      `INSERT INTO messages (id, conversation_id, run_id, role, content, status, answer, created_at)
       VALUES ($1, $3, $4, 'user', $5, NULL, NULL, $6), ($2, $3, $4, 'assistant', $7, $8, $9, $10)
       ON CONFLICT (run_id, role) DO NOTHING RETURNING id`,
      [
        newId(),
        newId(),
        turn.conversationId,
        turn.runId,
        turn.question,
        turn.askedAt,
        content,
        turn.status,
        details,
        turn.answeredAt,
      ],
    )) as unknown[];
    return inserted.length > 0;
  }
}

/** A conversation without a title of its own is called by its first question. */
function titleOf(question: string): string {
  const line = question.trim().replace(/\s+/g, ' ');
  return line.length <= 80 ? line : `${line.slice(0, 79)}…`;
}

/** One row more than asked for was read: it only tells that there is a next page. */
function toPage<T>(rows: T[], limit: number, position: (row: T) => string[]): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, cursor: rows.length > limit && last !== undefined ? encodeCursor(position(last)) : null };
}
