import { type Conversation, type Feedback, type Turn } from '../conversations.port.js';

/** A conversation with all that is kept of it, deleted ones included. */
export interface ArchivedConversation extends Conversation {
  readonly deletedAt: Date | null;
}

/** A turn with all that is kept of it. */
export interface ArchivedTurn extends Turn {
  readonly questionId: string;
  readonly answerId: string;
  readonly feedback: Feedback | null;
}

/** The conversations of everybody, as whole records: what moving from one driver to another needs, and nothing else does. */
export abstract class ConversationArchive {
  /** By id, from after that one on. */
  abstract conversations(afterId: string | undefined, limit: number): Promise<ArchivedConversation[]>;

  abstract conversation(id: string): Promise<ArchivedConversation | undefined>;

  /** The turns of a conversation in their order, from after that run on, read bit by bit as they are asked for. */
  abstract turns(conversationId: string, afterRunId?: string): AsyncIterable<ArchivedTurn>;

  /** The run of a conversation's last turn; undefined when it has none. */
  abstract lastRunId(conversationId: string): Promise<string | undefined>;

  /** Writes the conversation as it is, new or over the one of that id. */
  abstract putConversation(conversation: ArchivedConversation): Promise<void>;

  /** Adds those turns of one conversation that are not there, in their order; of the others only the feedback may differ. */
  abstract putTurns(userId: string, turns: readonly ArchivedTurn[]): Promise<void>;

  abstract close(): Promise<void>;
}
