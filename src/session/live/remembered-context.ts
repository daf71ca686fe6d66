import { Logger } from '@nestjs/common';
import { LuaScript, type RedisConnections } from '../../cache/index.js';
import { newId } from '../../common/ids.js';
import { type AppConfig } from '../../config/index.js';
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
} from '../conversations.port.js';
import { type Page } from '../page.js';
import { bucketOf } from './session-keys.js';

/** Characters of JSON up to which a context is kept in Redis; a larger one is read from the record every time. */
const LARGEST = 512 * 1024;

const recall = new LuaScript<[context: string | null, epoch: string]>(new URL('./recall-context.lua', import.meta.url));

/** A context as Redis keeps it. */
interface Remembered {
  /** Another one after every turn that is committed, also again, and in every process of Redis. */
  readonly epoch: string;
  /** How many events were asked for. */
  readonly limit: number;
  readonly events: readonly AgentEvent[];
}

/**
 * Conversations whose agent context is remembered in Redis between two questions. The record is the truth: when Redis has
 * lost the context, may have lost that it is void, or is away, it is read from there. All but the context goes straight to the driver.
 */
export class RememberedContext extends Conversations {
  private readonly logger = new Logger(RememberedContext.name);

  constructor(
    private readonly record: Conversations,
    private readonly redis: RedisConnections,
    private readonly config: AppConfig,
  ) {
    super();
  }

  override async agentEvents(conversationId: string, limit: number): Promise<readonly AgentEvent[]> {
    const { context, epoch } = this.keys(conversationId);
    const [stored, now] = (await this.attempt(() => recall.run(this.redis.commands, [context, epoch], []))) ?? [];
    const remembered = stored ? (JSON.parse(stored) as Remembered) : undefined;
    if (remembered !== undefined && remembered.epoch === now && covers(remembered, limit))
      return remembered.events.slice(-limit);
    const events = await this.record.agentEvents(conversationId, limit);
    // A new conversation has none, which the record tells as quickly; and without Redis nothing is remembered.
    if (events.length === 0 || now === undefined) return events;
    const json = JSON.stringify({ epoch: now, limit, events } satisfies Remembered);
    if (json.length <= LARGEST) {
      await this.attempt(() => this.redis.commands.set(context, json, 'PX', this.config.agent.streamRetentionMs));
    }
    return events;
  }

  /** A failure of Redis is thrown although the record has the turn: the caller repeats, and then the old context is voided. */
  override async commitTurn(turn: Turn): Promise<void> {
    await this.record.commitTurn(turn);
    await this.turnCommitted(turn.conversationId);
  }

  override async turnCommitted(conversationId: string): Promise<void> {
    const { epoch } = this.keys(conversationId);
    // Whoever read the record before this cannot bring the old context back: it bears the old epoch.
    await this.redis.commands.set(epoch, newId(), 'PX', 2 * this.config.agent.streamRetentionMs);
  }

  override get openingPart() {
    return this.record.openingPart;
  }

  override get turnPart() {
    return this.record.turnPart;
  }

  override open(userId: string, sessionId: string, opening?: Opening): Promise<Conversation> {
    return this.record.open(userId, sessionId, opening);
  }

  override find(userId: string, sessionId: string): Promise<Conversation | undefined> {
    return this.record.find(userId, sessionId);
  }

  override list(userId: string, query: ConversationQuery): Promise<Page<Conversation>> {
    return this.record.list(userId, query);
  }

  override update(
    userId: string,
    sessionId: string,
    change: ConversationChange,
    version?: number,
  ): Promise<Conversation> {
    return this.record.update(userId, sessionId, change, version);
  }

  override delete(userId: string, sessionId: string, id?: string): Promise<boolean> {
    return this.record.delete(userId, sessionId, id);
  }

  override purge(deletedBefore: Date): Promise<number> {
    return this.record.purge(deletedBefore);
  }

  override messages(conversationId: string, query: MessageQuery): Promise<Page<Message>> {
    return this.record.messages(conversationId, query);
  }

  override search(userId: string, search: MessageSearch): Promise<Page<FoundMessage>> {
    return this.record.search(userId, search);
  }

  override rate(userId: string, messageId: string, feedback: Feedback | null): Promise<Message | undefined> {
    return this.record.rate(userId, messageId, feedback);
  }

  private keys(conversationId: string) {
    const bucket = bucketOf(conversationId);
    return {
      context: this.redis.key(bucket, 'context', conversationId),
      epoch: this.redis.key(bucket, 'context-epoch', conversationId),
    };
  }

  private async attempt<T>(call: () => Promise<T>): Promise<T | undefined> {
    try {
      return await call();
    } catch (error) {
      this.logger.warn(`The context is read from the record: ${(error as Error).message}`);
      return undefined;
    }
  }
}

/** Whether it holds the newest `limit` events, or all there are. */
function covers(remembered: Remembered, limit: number): boolean {
  return remembered.limit >= limit || remembered.events.length < remembered.limit;
}
