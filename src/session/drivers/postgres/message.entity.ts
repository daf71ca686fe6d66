import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type AnswerDetails, type Message, type TurnStatus } from '../../conversations.port.js';

/** A row of `messages`. `position` orders a conversation: its turns are committed one after the other. */
@Entity('messages')
export class MessageEntity implements Message {
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

  @Column('text', { nullable: true })
  status!: TurnStatus | null;

  @Column('jsonb', { nullable: true })
  answer!: AnswerDetails | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
