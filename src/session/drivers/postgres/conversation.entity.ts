import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type Conversation } from '../../conversations.port.js';

/** A row of `conversations`. */
@Entity('conversations')
export class ConversationEntity implements Conversation {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'user_id' })
  userId!: string;

  @Column('text', { name: 'session_id' })
  sessionId!: string;

  @Column('text', { nullable: true })
  title!: string | null;

  @Column('integer', { name: 'message_count', default: 0 })
  messageCount!: number;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;
}
