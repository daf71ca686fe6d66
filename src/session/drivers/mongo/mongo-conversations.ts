import { type Connection } from 'mongoose';
import { AppError } from '../../../common/errors/app-error.js';
import { newId } from '../../../common/ids.js';
import { titleOf } from '../../conversation-title.js';
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
import { deletedName, liveName, toConversation } from './conversation.schema.js';
import { type ObjectStore } from '../../../storage/index.js';
import { isDuplicateKey, type MongoRecords, mongoRecords } from './mongo-models.js';
import { searchMessages } from './mongo-search.js';
import { insertTurn, readEvents, readMessages } from './mongo-turns.js';
import { messagesOf } from './turn-messages.js';

/**
 * Conversations in MongoDB, on a replica set or a single node: every step is one document's write, and the order of the
 * steps makes repeating them safe, so no transaction is needed.
 */
export class MongoConversations extends Conversations {
  /** The records of runs are in another database. */
  override readonly openingPart = undefined;
  override readonly turnPart = undefined;
  private readonly records: MongoRecords;

  constructor(connection: Connection, objects: ObjectStore) {
    super();
    this.records = mongoRecords(connection, objects);
  }

  async open(userId: string, sessionId: string, { id = newId(), title }: Opening = {}): Promise<Conversation> {
    const existing = await this.find(userId, sessionId);
    if (existing) return existing;
    const now = new Date();
    try {
      await this.records.conversations.insertOne({
        _id: id,
        userId,
        sessionId,
        name: liveName(sessionId),
        title: title ?? null,
        titleTokens: searchTokens(title ?? ''),
        pinned: false,
        archived: false,
        version: 1,
        messageCount: 0,
        createdAt: now,
        updatedAt: now,
        deletedAt: null,
      });
    } catch (error) {
      // Somebody else opened it in the same moment.
      if (!isDuplicateKey(error)) throw error;
    }
    const opened = await this.find(userId, sessionId);
    if (opened === undefined) throw new AppError(SessionErrors.SESSION_CHANGED);
    return opened;
  }

  async find(userId: string, sessionId: string): Promise<Conversation | undefined> {
    const found = await this.records.conversations.findOne({ userId, name: liveName(sessionId) }).lean();
    return found === null ? undefined : toConversation(found);
  }

  async list(userId: string, query: ConversationQuery): Promise<Page<Conversation>> {
    const words = query.words === undefined ? [] : queryTokens(query.words);
    const documents = await this.records.conversations
      .find({
        userId,
        deletedAt: null,
        ...(query.status !== 'all' && { archived: query.status === 'archived' }),
        ...(words.length > 0 && { titleTokens: { $all: words } }),
        ...(query.cursor !== undefined && after(query.cursor)),
      })
      .sort({ pinned: -1, updatedAt: -1, _id: -1 })
      .limit(query.limit + 1)
      .lean();
    return toPage(documents.map(toConversation), query.limit, (item) => [
      item.pinned ? '1' : '0',
      item.updatedAt.toISOString(),
      item.id,
    ]);
  }

  async update(userId: string, sessionId: string, change: ConversationChange, version?: number): Promise<Conversation> {
    const { title, pinned, archived } = change;
    const changed = await this.records.conversations
      .findOneAndUpdate(
        { userId, name: liveName(sessionId), ...(version !== undefined && { version }) },
        {
          $set: {
            ...(title !== undefined && { title, titleTokens: searchTokens(title) }),
            ...(pinned !== undefined && { pinned }),
            ...(archived !== undefined && { archived }),
          },
          $inc: { version: 1 },
        },
        { returnDocument: 'after' },
      )
      .lean();
    if (changed !== null) return toConversation(changed);
    const there = (await this.find(userId, sessionId)) !== undefined;
    throw new AppError(there ? SessionErrors.SESSION_CHANGED : SessionErrors.SESSION_NOT_FOUND);
  }

  async delete(userId: string, sessionId: string, id?: string): Promise<boolean> {
    const found = await this.find(userId, sessionId);
    if (found === undefined || (id !== undefined && found.id !== id)) return false;
    const { modifiedCount } = await this.records.conversations.updateOne(
      { _id: found.id, name: liveName(sessionId) },
      { $set: { deletedAt: new Date(), name: deletedName(found.id) } },
    );
    return modifiedCount > 0;
  }

  async purge(deletedBefore: Date): Promise<number> {
    // Only a time is compared with a time: one that was not deleted has null.
    const doomed = await this.records.conversations.find({ deletedAt: { $lt: deletedBefore } }, { _id: 1 }).lean();
    for (const { _id } of doomed) await this.remove(_id);
    return doomed.length;
  }

  async messages(conversationId: string, query: MessageQuery): Promise<Page<Message>> {
    return readMessages(this.records, conversationId, query);
  }

  async search(userId: string, search: MessageSearch): Promise<Page<FoundMessage>> {
    return searchMessages(this.records, userId, search);
  }

  async rate(userId: string, messageId: string, feedback: Feedback | null): Promise<Message | undefined> {
    const turn = await this.records.turns.findOne({ userId, 'answer.id': messageId }, { conversationId: 1 }).lean();
    if (turn === null) return undefined;
    const conversation = await this.records.conversations.findById(turn.conversationId, { deletedAt: 1 }).lean();
    if (conversation === null || conversation.deletedAt !== null) return undefined;
    const rated = await this.records.turns
      .findOneAndUpdate({ _id: turn._id }, { $set: { 'answer.feedback': feedback } }, { returnDocument: 'after' })
      .lean();
    if (rated === null) return undefined;
    const [whole = rated] = await this.records.bodies.gather([rated]);
    return messagesOf(whole)[1];
  }

  async commitTurn(turn: Turn): Promise<void> {
    const { conversations } = this.records;
    const _id = turn.conversationId;
    const conversation = await conversations.findById(_id, { userId: 1, deletedAt: 1, title: 1 }).lean();
    // Purged, perhaps while an attempt before this one was writing.
    if (conversation === null) return this.remove(_id);
    if (conversation.deletedAt !== null) return;
    const number = await insertTurn(this.records, conversation.userId, turn);
    // What follows says nothing new when it is repeated.
    const { matchedCount } = await conversations.updateOne(
      { _id },
      { $max: { messageCount: 2 * number, updatedAt: turn.answeredAt } },
    );
    if (matchedCount === 0) return this.remove(_id);
    if (conversation.title !== null) return;
    const title = titleOf(turn.question);
    await conversations.updateOne({ _id, title: null }, { $set: { title, titleTokens: searchTokens(title) } });
  }

  /** Nothing is remembered here. */
  async turnCommitted(): Promise<void> {}

  async agentEvents(conversationId: string, limit: number): Promise<readonly AgentEvent[]> {
    return readEvents(this.records, conversationId, limit);
  }

  /** The conversation goes last: what was begun and broken off is found again. */
  private async remove(_id: string): Promise<void> {
    const { conversations, turns, bodies } = this.records;
    await bodies.remove(_id);
    await turns.deleteMany({ conversationId: _id });
    await conversations.deleteOne({ _id });
  }
}

/** What comes after a position in the order of the list. */
function after(cursor: string): Record<string, unknown> {
  const [flag, time = '', id] = decodeCursor(cursor, [CURSOR_PARTS.flag, CURSOR_PARTS.time, CURSOR_PARTS.id]);
  const pinned = flag === '1';
  const updatedAt = new Date(time);
  return {
    $or: [
      ...(pinned ? [{ pinned: false }] : []),
      { pinned, updatedAt: { $lt: updatedAt } },
      { pinned, updatedAt, _id: { $lt: id } },
    ],
  };
}
