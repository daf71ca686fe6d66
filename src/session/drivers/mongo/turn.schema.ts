import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { type FileReference } from '../../answer.js';
import { type Feedback, type TurnStatus } from '../../conversations.port.js';
import { type Plain } from './plain.js';

/** The object that holds what is too large for a turn's document. */
export interface BodyReference {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Hexadecimal, of all its bytes. */
  readonly sha256: string;
}

/** What a question and an answer have in common. */
@Schema({ _id: false })
export class SaidDocument {
  @Prop({ type: String, required: true })
  id!: string;

  /** Empty where the turn's body is an object; so is that of the answer. */
  @Prop({ type: String, default: '' })
  content!: string;

  @Prop({ type: Date, required: true })
  at!: Date;

  /** The words it is found by. */
  @Prop({ type: [String], required: true })
  tokens!: string[];
}

/** The question of a turn. */
@Schema({ _id: false })
export class QuestionDocument extends SaidDocument {
  /** What was attached to it; missing on those written before files could be. */
  @Prop({ type: [Object], default: undefined })
  files?: FileReference[];
}

/** The answer of a turn. */
@Schema({ _id: false })
export class AnswerDocument extends SaidDocument {
  @Prop({ type: String, required: true })
  status!: TurnStatus;

  /** All of the answer but its text, as JSON text: what a tool was given may have keys that BSON does not take. */
  @Prop({ type: String, default: '' })
  details!: string;

  @Prop({ type: Object, default: null })
  feedback!: Feedback | null;
}

const QuestionSchema = SchemaFactory.createForClass(QuestionDocument);
const AnswerSchema = SchemaFactory.createForClass(AnswerDocument);

/**
 * A document of `turns`: a question, its answer and what the agent must remember of them. One document, because MongoDB
 * writes one document whole or not at all, on a single node as on a replica set: no transaction is needed to show nothing
 * by halves, and the run's id as the key makes a second commit fail.
 */
@Schema({ collection: 'turns', versionKey: false })
export class TurnDocument {
  /** The run's id. */
  @Prop({ type: String, required: true })
  _id!: string;

  @Prop({ type: String, required: true })
  conversationId!: string;

  @Prop({ type: String, required: true })
  userId!: string;

  /** 1, 2, 3 … within its conversation. */
  @Prop({ type: Number, required: true })
  number!: number;

  @Prop({ type: QuestionSchema, required: true })
  question!: QuestionDocument;

  @Prop({ type: AnswerSchema, required: true })
  answer!: AnswerDocument;

  /** The agent's events, each as JSON text. */
  @Prop({ type: [String], required: true })
  events!: string[];

  /** Where the texts, the details and the events are when they are too large for this document. */
  @Prop({ type: Object, default: null })
  body!: BodyReference | null;
}

/** A turn as it is written and read. */
export type TurnRecord = Plain<TurnDocument>;

export const TurnSchema = SchemaFactory.createForClass(TurnDocument)
  .index({ conversationId: 1, number: -1 }, { name: 'order', unique: true })
  .index({ userId: 1, 'question.tokens': 1, _id: -1 }, { name: 'question_search' })
  .index({ userId: 1, 'answer.tokens': 1, _id: -1 }, { name: 'answer_search' })
  .index({ userId: 1, 'answer.id': 1 }, { name: 'answer_id' });
