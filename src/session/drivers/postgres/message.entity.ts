import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type FileReference } from '../../answer.js';
import { type AgentEvent, type AnswerDetails, type Message, type TurnStatus } from '../../conversations.port.js';

/** Feedback as JSON keeps it. */
export interface StoredFeedback {
  readonly rating: 'up' | 'down';
  readonly comment: string | null;
  /** RFC 3339. */
  readonly at: string;
}

/** A row of `messages`. `position` orders a conversation: its turns are committed one after the other. */
@Entity('messages')
export class MessageEntity {
  /** A bigint, which PostgreSQL's driver hands over as text. */
  @PrimaryColumn('bigint', { generated: 'identity', generatedIdentity: 'ALWAYS' })
  position!: string;

  @Column('uuid', { unique: true })
  id!: string;

  @Column('uuid', { name: 'conversation_id' })
  conversationId!: string;

  @Column('uuid', { name: 'run_id' })
  runId!: string;

  @Column('text')
  role!: 'user' | 'assistant';

  @Column('text')
  content!: string;

  @Column('jsonb', { default: [] })
  files!: FileReference[];

  @Column('text', { nullable: true })
  status!: TurnStatus | null;

  @Column('jsonb', { nullable: true })
  answer!: AnswerDetails | null;

  @Column('jsonb', { nullable: true })
  feedback!: StoredFeedback | null;

  /** The user, and the words the message is found by: one index over both keeps a search within the user's own. */
  @Column('text', { array: true, default: '{}', select: false })
  search!: string[];

  /** What the agent is shown of the turn later, with its answer; null where there is nothing. */
  @Column('jsonb', { name: 'agent_events', nullable: true, select: false })
  agentEvents!: AgentEvent[] | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}

export function toMessage(row: MessageEntity): Message {
  const { position: _position, search: _search, agentEvents: _events, feedback, ...message } = row;
  return { ...message, feedback: feedback && { ...feedback, at: new Date(feedback.at) } };
}
