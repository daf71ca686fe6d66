import { type Answer } from './answer.js';

/** A conversation of one user. `sessionId` is the client's own word for it, unique per user. */
export interface Conversation {
  readonly id: string;
  readonly userId: string;
  readonly sessionId: string;
  readonly title: string | null;
  readonly messageCount: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** One message. An answer's message carries what makes it checkable; a question's has only its text. */
export interface Message {
  readonly id: string;
  readonly conversationId: string;
  readonly runId: string | null;
  readonly role: 'user' | 'assistant';
  readonly content: string;
  /** How the run ended; null on a question. Anything but `succeeded` marks the content as partial. */
  readonly status: TurnStatus | null;
  /** Null on a question. */
  readonly answer: AnswerDetails | null;
  readonly createdAt: Date;
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
  readonly askedAt: Date;
  readonly status: TurnStatus;
  /** What there was when the run ended: whole only when it succeeded. */
  readonly answer: Answer;
  readonly answeredAt: Date;
  /** What the agent must remember of this turn. */
  readonly agentEvents: readonly AgentEvent[];
}

/** One page of a list; `cursor` is what the next page is asked with, null at the end. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly cursor: string | null;
}

export interface PageRequest {
  readonly cursor?: string;
  /** 1 to 100. */
  readonly limit: number;
}

/** Keeps conversations, their messages and the agent's history. Every driver passes test/contract/conversations. */
export abstract class Conversations {
  /** The user's conversation of that name, made when it does not exist. Safe to call at the same time from anywhere. */
  abstract open(userId: string, sessionId: string, title?: string): Promise<Conversation>;

  /** Undefined when there is none, or when it is another user's. */
  abstract find(userId: string, sessionId: string): Promise<Conversation | undefined>;

  /** The user's conversations, the most recently used first. */
  abstract list(userId: string, page: PageRequest): Promise<Page<Conversation>>;

  /** The messages of a conversation, newest first. */
  abstract messages(conversationId: string, page: PageRequest): Promise<Page<Message>>;

  /** Commits a turn. Committing the same run again changes nothing, so a crash in between may be repeated. */
  abstract commitTurn(turn: Turn): Promise<void>;

  /** The newest `limit` events of the agent's history, oldest first. */
  abstract agentEvents(conversationId: string, limit: number): Promise<readonly AgentEvent[]>;
}
