import { type StatementPart } from '../database/index.js';
import { type Answer, type FileReference } from './answer.js';
import { type Page, type PageRequest } from './page.js';

/** A conversation of one user. `sessionId` is the client's own word for it, unique among the user's that are not deleted. */
export interface Conversation {
  readonly id: string;
  readonly userId: string;
  readonly sessionId: string;
  readonly title: string | null;
  /** Kept at the top of the list. */
  readonly pinned: boolean;
  /** Put away: not in the list unless asked for. */
  readonly archived: boolean;
  /** Grows by one with every change of the fields above; messages do not count. */
  readonly version: number;
  readonly messageCount: number;
  readonly createdAt: Date;
  /** When a message was last added. */
  readonly updatedAt: Date;
}

/** One message. An answer's message carries what makes it checkable; a question's has only its text. */
export interface Message {
  readonly id: string;
  readonly conversationId: string;
  readonly runId: string;
  readonly role: 'user' | 'assistant';
  readonly content: string;
  /** What the user attached to a question; empty on an answer, whose files are its artifacts. */
  readonly files: readonly FileReference[];
  /** How the run ended; null on a question. Anything but `succeeded` marks the content as partial. */
  readonly status: TurnStatus | null;
  /** Null on a question. */
  readonly answer: AnswerDetails | null;
  /** What the user thinks of the answer; null on a question. */
  readonly feedback: Feedback | null;
  readonly createdAt: Date;
}

/** A user's word on an answer. */
export interface Feedback {
  readonly rating: 'up' | 'down';
  readonly comment: string | null;
  readonly at: Date;
}

/** One event of the agent's own history (an ADK event as JSON); opaque to this module. */
export type AgentEvent = Readonly<Record<string, unknown>>;

/** How a run that is over ended. */
export type TurnStatus = 'succeeded' | 'failed' | 'cancelled' | 'timed_out';

/** All of an answer but its text, which is the message's own. */
export type AnswerDetails = Omit<Answer, 'content'>;

/** A question and what came of it, committed together, once. */
export interface Turn {
  readonly runId: string;
  readonly conversationId: string;
  readonly question: string;
  /** What was attached to the question. */
  readonly files: readonly FileReference[];
  readonly askedAt: Date;
  readonly status: TurnStatus;
  /** What there was when the run ended: whole only when it succeeded. */
  readonly answer: Answer;
  readonly answeredAt: Date;
  /** What the agent must remember of this turn. */
  readonly agentEvents: readonly AgentEvent[];
}

/** What is said in a turn. */
export type TurnText = Pick<Turn, 'question' | 'files'> & { readonly answer: string };

/** Which of the user's conversations. */
export interface ConversationQuery extends PageRequest {
  readonly status: 'active' | 'archived' | 'all';
  /** Words its title must have. */
  readonly words?: string;
}

/** What a user may change about a conversation; what is undefined stays. */
export interface ConversationChange {
  readonly title?: string;
  readonly pinned?: boolean;
  readonly archived?: boolean;
}

export interface MessageQuery extends PageRequest {
  readonly order: 'newest' | 'oldest';
}

export interface MessageSearch extends PageRequest {
  /** Words the message must have, all of them. */
  readonly words: string;
}

/** A message that was searched for, with the conversation it is in. */
export interface FoundMessage {
  readonly message: Message;
  readonly conversation: Pick<Conversation, 'sessionId' | 'title'>;
}

/** How a conversation is opened. */
export interface Opening {
  /** Of one that is made; a new one where it is left out. */
  readonly id?: string;
  /** Of one that is made. */
  readonly title?: string;
  /** The caller goes on to write a record that leans on it: it need not be on disk before that one is. */
  readonly followed?: boolean;
}

/**
 * Keeps conversations, their messages and the agent's history. Every driver passes test/contract/conversations.
 * Whatever is acknowledged is on disk; a conversation that is deleted is gone for all of these at once.
 */
export abstract class Conversations {
  /**
   * The user's conversation of that name, made when it does not exist. Safe to call at the same time from anywhere.
   * @throws AppError SESSION_CHANGED when it was deleted in this moment, or is to have the id of one that was
   */
  abstract open(userId: string, sessionId: string, opening?: Opening): Promise<Conversation>;

  /** Undefined when there is none, or when it is another user's. */
  abstract find(userId: string, sessionId: string): Promise<Conversation | undefined>;

  /** The user's conversations: pinned ones first, then the most recently used. @throws AppError INVALID_CURSOR */
  abstract list(userId: string, query: ConversationQuery): Promise<Page<Conversation>>;

  /**
   * @param version what the change is based on; left out, the change is made on whatever there is
   * @throws AppError SESSION_NOT_FOUND, SESSION_CHANGED when it has another version by now
   */
  abstract update(
    userId: string,
    sessionId: string,
    change: ConversationChange,
    version?: number,
  ): Promise<Conversation>;

  /**
   * Makes the conversation invisible and its name free at once; `purge` removes it for good.
   * @param id the one that is meant: another that has its name by now stays
   * @returns whether there was one
   */
  abstract delete(userId: string, sessionId: string, id?: string): Promise<boolean>;

  /** Removes for good what was deleted before that time. @returns how many conversations */
  abstract purge(deletedBefore: Date): Promise<number>;

  /** The messages of a conversation. @throws AppError INVALID_CURSOR */
  abstract messages(conversationId: string, query: MessageQuery): Promise<Page<Message>>;

  /** The user's messages that have all the words, the most recently asked first. @throws AppError INVALID_CURSOR */
  abstract search(userId: string, search: MessageSearch): Promise<Page<FoundMessage>>;

  /** Sets or (null) takes back what the user thinks of an answer; undefined when the user has no such answer. */
  abstract rate(userId: string, messageId: string, feedback: Feedback | null): Promise<Message | undefined>;

  /**
   * Commits a turn: both messages and the agent's events become visible together. Committing the same run again changes
   * nothing, so a crash in between may be repeated; for a conversation that was deleted meanwhile it does nothing.
   */
  abstract commitTurn(turn: Turn): Promise<void>;

  /**
   * Opens conversations that nobody has named within the statement that records their first runs; undefined where conversations do not stand
   * beside the runs' records. It reads `conversation_id`, `user_id` and `session_id` from a CTE `opening`.
   */
  abstract readonly openingPart: Pick<StatementPart<never>, 'ctes'> | undefined;

  /**
   * Commits turns within the statement that ends their runs; undefined where conversations do not stand beside the runs' records. It reads the
   * turns from a CTE `turn` with all that a Turn has and the part's own columns, in SQL's spelling. Who uses it calls `turnCommitted` then.
   */
  abstract readonly turnPart: StatementPart<TurnText> | undefined;

  /** Has what is remembered of a conversation forgotten, as `turnPart` has added to it. Can be repeated. */
  abstract turnCommitted(conversationId: string): Promise<void>;

  /** The newest `limit` events of the agent's history, oldest first. */
  abstract agentEvents(conversationId: string, limit: number): Promise<readonly AgentEvent[]>;
}
