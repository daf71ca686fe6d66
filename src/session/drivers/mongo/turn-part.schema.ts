import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

/** A document of `turn_parts`: a piece of a turn that would pass MongoDB's 16 MB a document. */
@Schema({ collection: 'turn_parts', versionKey: false })
export class TurnPartDocument {
  /** The run's id and the number of the piece. */
  @Prop({ type: String, required: true })
  _id!: string;

  @Prop({ type: String, required: true })
  conversationId!: string;

  @Prop({ type: Buffer, required: true })
  bytes!: Buffer;
}

export const TurnPartSchema = SchemaFactory.createForClass(TurnPartDocument).index(
  { conversationId: 1 },
  { name: 'conversation' },
);
