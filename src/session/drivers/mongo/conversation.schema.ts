import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { type Conversation } from '../../conversations.port.js';

/** A document of `conversations`. */
@Schema({ collection: 'conversations', versionKey: false })
export class ConversationDocument {
  @Prop({ type: String, required: true })
  _id!: string;

  @Prop({ type: String, required: true })
  userId!: string;

  @Prop({ type: String, required: true })
  sessionId!: string;

  /** Unique among the user's: the session id while it lives, a word of its own once it is deleted, so that the name is free. */
  @Prop({ type: String, required: true })
  name!: string;

  @Prop({ type: String, default: null })
  title!: string | null;

  /** The words the title is found by. */
  @Prop({ type: [String], required: true })
  titleTokens!: string[];

  @Prop({ type: Boolean, required: true })
  pinned!: boolean;

  @Prop({ type: Boolean, required: true })
  archived!: boolean;

  @Prop({ type: Number, required: true })
  version!: number;

  @Prop({ type: Number, required: true })
  messageCount!: number;

  @Prop({ type: Date, required: true })
  createdAt!: Date;

  @Prop({ type: Date, required: true })
  updatedAt!: Date;

  /** Set on one that its user deleted: invisible until it is purged. */
  @Prop({ type: Date, default: null })
  deletedAt!: Date | null;
}

export const ConversationSchema = SchemaFactory.createForClass(ConversationDocument)
  .index({ userId: 1, name: 1 }, { name: 'name', unique: true })
  .index({ userId: 1, deletedAt: 1, pinned: -1, updatedAt: -1, _id: -1 }, { name: 'recent' })
  .index({ deletedAt: 1 }, { name: 'deleted' });

/** The name of one that lives. A word of the user cannot be that of a deleted one, which starts otherwise. */
export function liveName(sessionId: string): string {
  return `session:${sessionId}`;
}

export function deletedName(id: string): string {
  return `deleted:${id}`;
}

export function toConversation(document: ConversationDocument): Conversation {
  const { _id, name: _name, titleTokens: _titleTokens, deletedAt: _deletedAt, ...conversation } = document;
  return { id: _id, ...conversation };
}
