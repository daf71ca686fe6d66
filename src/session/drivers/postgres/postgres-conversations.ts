import { Injectable } from '@nestjs/common';
import { DataSource, IsNull } from 'typeorm';
import { AppError } from '../../../common/errors/app-error.js';
import { StatementBatch } from '../../../database/index.js';
import {
  type AgentEvent,
  type Conversation,
  type ConversationChange,
  type ConversationQuery,
  Conversations,
  type Feedback,
  type FoundMessage,
  type Message,
  type MessageQuery,
  type MessageSearch,
  type Opening,
  type Turn,
} from '../../conversations.port.js';
import { CURSOR_PARTS, decodeCursor } from '../../page-cursor.js';
import { type Page, toPage } from '../../page.js';
import { queryTokens, searchTokens } from '../../search/search-tokens.js';
import { SessionErrors } from '../../session.errors.js';
import { ConversationEntity } from './conversation.entity.js';
import { MessageEntity, toMessage } from './message.entity.js';
import { OPEN, OPEN_FOLLOWED, OPENING_PART, type WantedConversation } from './postgres-opening.js';
import { COMMIT_TURN, TURN_PART } from './postgres-turns.js';

/** Rows a statement of `purge` removes, so that none runs into the statement timeout. */
const PURGE_BATCH = 10_000;

/** Conversations in PostgreSQL: the embedded profile's driver, and a full one. */
@Injectable()
export class PostgresConversations extends Conversations {
  override readonly openingPart = OPENING_PART;
  override readonly turnPart = TURN_PART;
  private readonly opening: StatementBatch<WantedConversation, Conversation>;
  private readonly openingFollowed: StatementBatch<WantedConversation, Conversation>;
  private readonly committing: StatementBatch<Turn>;

  constructor(private readonly database: DataSource) {
    super();
    this.opening = new StatementBatch(database, OPEN);
    this.openingFollowed = new StatementBatch(database, OPEN_FOLLOWED);
    this.committing = new StatementBatch(database, COMMIT_TURN);
  }

  async open(userId: string, sessionId: string, { id, title, followed = false }: Opening = {}): Promise<Conversation> {
    const opened = await (followed ? this.openingFollowed : this.opening).do({ userId, sessionId, id, title });
    // None: somebody else has just made it; or it is to have the id of one that was deleted.
    const there = opened ?? (await this.find(userId, sessionId));
    if (there === undefined) throw new AppError(SessionErrors.SESSION_CHANGED);
    return there;
  }

  async find(userId: string, sessionId: string): Promise<Conversation | undefined> {
    return (await this.conversations.findOneBy({ userId, sessionId, deletedAt: IsNull() })) ?? undefined;
  }

  async list(userId: string, query: ConversationQuery): Promise<Page<Conversation>> {
    const select = this.conversations
      .createQueryBuilder('c')
      .where('c.userId = :userId AND c.deletedAt IS NULL', { userId })
      .orderBy({ 'c.pinned': 'DESC', 'c.updatedAt': 'DESC', 'c.id': 'DESC' })
      .limit(query.limit + 1);
    if (query.status !== 'all') select.andWhere('c.archived = :archived', { archived: query.status === 'archived' });
    if (query.words !== undefined) select.andWhere('c.titleTokens @> :words', { words: queryTokens(query.words) });
    if (query.cursor !== undefined) {
      const shape = [CURSOR_PARTS.flag, CURSOR_PARTS.time, CURSOR_PARTS.id];
      const [pinned, updatedAt, id] = decodeCursor(query.cursor, shape);
      const after = { pinned: pinned === '1', updatedAt, id };
      select.andWhere('(c.pinned, c.updatedAt, c.id) < (:pinned, :updatedAt, :id)', after);
    }
    return toPage(await select.getMany(), query.limit, (row) => [
      row.pinned ? '1' : '0',
      row.updatedAt.toISOString(),
      row.id,
    ]);
  }

  async update(userId: string, sessionId: string, change: ConversationChange, version?: number): Promise<Conversation> {
    const { affected } = await this.conversations
      .createQueryBuilder()
      .update()
      .set({
        ...change,
        ...(change.title !== undefined && { titleTokens: searchTokens(change.title) }),
        version: () => 'version + 1',
      })
      .where({ userId, sessionId, deletedAt: IsNull(), ...(version !== undefined && { version }) })
      .execute();
    const found = await this.find(userId, sessionId);
    if (found === undefined) throw new AppError(SessionErrors.SESSION_NOT_FOUND);
    if (affected === 0) throw new AppError(SessionErrors.SESSION_CHANGED);
    return found;
  }

  async delete(userId: string, sessionId: string, id?: string): Promise<boolean> {
    const { affected } = await this.conversations.update(
      { userId, sessionId, deletedAt: IsNull(), ...(id !== undefined && { id }) },
      { deletedAt: () => 'now()' },
    );
    return affected !== 0;
  }

  async purge(deletedBefore: Date): Promise<number> {
    const doomed = (await this.database.query('SELECT id FROM conversations WHERE deleted_at < $1', [
      deletedBefore,
    ])) as { id: string }[];
    for (const { id } of doomed) {
      await this.purgeMessages(id);
      await this.conversations.delete({ id });
    }
    return doomed.length;
  }

  async messages(conversationId: string, { cursor, limit, order }: MessageQuery): Promise<Page<Message>> {
    const newest = order === 'newest';
    const select = this.messageRows
      .createQueryBuilder('m')
      .where('m.conversationId = :conversationId', { conversationId })
      .orderBy('m.position', newest ? 'DESC' : 'ASC')
      .limit(limit + 1);
    if (cursor !== undefined) {
      const [position] = decodeCursor(cursor, [CURSOR_PARTS.count]);
      select.andWhere(`m.position ${newest ? '<' : '>'} :position`, { position });
    }
    const page = toPage(await select.getMany(), limit, (row) => [row.position]);
    return { ...page, items: page.items.map(toMessage) };
  }

  async search(userId: string, { words, cursor, limit }: MessageSearch): Promise<Page<FoundMessage>> {
    const tokens = queryTokens(words);
    if (tokens.length === 0) return { items: [], cursor: null };
    const select = this.messageRows
      .createQueryBuilder('m')
      .innerJoinAndMapOne('m.conversation', ConversationEntity, 'c', 'c.id = m.conversationId AND c.deletedAt IS NULL')
      .where('m.search @> :tokens', { tokens: [`user:${userId}`, ...tokens] })
      .orderBy({ 'm.runId': 'DESC', 'm.role': 'ASC' })
      .limit(limit + 1);
    if (cursor !== undefined) {
      const [runId, role] = decodeCursor(cursor, [CURSOR_PARTS.id, CURSOR_PARTS.role]);
      select.andWhere('(m.runId < :runId OR (m.runId = :runId AND m.role > :role))', { runId, role });
    }
    const rows = (await select.getMany()) as (MessageEntity & { conversation: ConversationEntity })[];
    const page = toPage(rows, limit, (row) => [row.runId, row.role]);
    const items = page.items.map(({ conversation: { sessionId, title }, ...row }) => ({
      message: toMessage(row),
      conversation: { sessionId, title },
    }));
    return { ...page, items };
  }

  async rate(userId: string, messageId: string, feedback: Feedback | null): Promise<Message | undefined> {
    await this.database.query(
      `UPDATE messages m SET feedback = $3 FROM conversations c
       WHERE m.id = $2 AND m.role = 'assistant' AND c.id = m.conversation_id AND c.user_id = $1 AND c.deleted_at IS NULL`,
      [userId, messageId, feedback],
    );
    const row = await this.messageRows
      .createQueryBuilder('m')
      .innerJoin(ConversationEntity, 'c', 'c.id = m.conversationId AND c.deletedAt IS NULL')
      .where(`m.id = :messageId AND m.role = 'assistant' AND c.userId = :userId`, { messageId, userId })
      .getOne();
    return row === null ? undefined : toMessage(row);
  }

  async commitTurn(turn: Turn): Promise<void> {
    await this.committing.do(turn);
  }

  /** Nothing is remembered here. */
  async turnCommitted(): Promise<void> {}

  async agentEvents(conversationId: string, limit: number): Promise<readonly AgentEvent[]> {
    // No turn has fewer than two: the question and the answer.
    const rows = (await this.database.query(
      `SELECT agent_events AS events FROM messages WHERE conversation_id = $1 AND agent_events IS NOT NULL
       ORDER BY position DESC LIMIT $2`,
      [conversationId, Math.ceil(limit / 2)],
    )) as { events: AgentEvent[] }[];
    return rows
      .reverse()
      .flatMap(({ events }) => events)
      .slice(-limit);
  }

  private async purgeMessages(conversationId: string): Promise<void> {
    for (let removed = PURGE_BATCH; removed === PURGE_BATCH;) {
      const [, count] = (await this.database.query(
        `DELETE FROM messages WHERE position IN
           (SELECT position FROM messages WHERE conversation_id = $1 ORDER BY position LIMIT ${PURGE_BATCH})`,
        [conversationId],
      )) as [unknown[], number];
      removed = count;
    }
  }

  private get conversations() {
    return this.database.getRepository(ConversationEntity);
  }

  private get messageRows() {
    return this.database.getRepository(MessageEntity);
  }
}
