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

  /** The words the title is found by. */
  @Column('text', { name: 'title_tokens', array: true, default: '{}', select: false })
  titleTokens!: string[];

  @Column('boolean', { default: false })
  pinned!: boolean;

  @Column('boolean', { default: false })
  archived!: boolean;

  @Column('integer', { default: 1 })
  version!: number;

  @Column('integer', { name: 'message_count', default: 0 })
  messageCount!: number;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;

  /** Set on one that its user deleted: invisible until it is purged. */
  @Column('timestamptz', { name: 'deleted_at', nullable: true, select: false })
  deletedAt!: Date | null;
}
