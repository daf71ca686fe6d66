import { OmitType } from '@nestjs/swagger';
import { IsIn, IsString, MaxLength, ValidateIf } from 'class-validator';
import {
  ArtifactDto,
  AskDto,
  FileReferenceDto,
  GroundingDto,
  SourceDto,
  ToolCallDto,
  UsageDto,
} from '../../agent/index.js';
import { MayBeLeftOut } from '../../common/http/left-out.decorators.js';
import { type Feedback, type Message, type TurnStatus } from '../../session/index.js';

/** A question to a conversation: as for /agent/query, the conversation is the one of the path. */
export class PostMessageDto extends OmitType(AskDto, ['session_id']) {}

/** What you think of an answer. */
export class FeedbackDto {
  /**
   * Thumbs up or down; null takes it back.
   * @example up
   */
  @ValidateIf((body: FeedbackDto) => body.rating !== null)
  @IsIn(['up', 'down'])
  rating!: 'up' | 'down' | null;

  /**
   * Why.
   * @example 数据很准确
   */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(2_000)
  comment?: string;
}

/** What you said of an answer. */
export class GivenFeedbackDto {
  /**
   * Thumbs up or down.
   * @example up
   */
  rating!: 'up' | 'down';

  /**
   * Why.
   * @example 数据很准确
   */
  comment!: string | null;

  /**
   * When you said so.
   * @example 2026-11-22T08:06:00.000Z
   */
  at!: string;

  static from(feedback: Feedback): GivenFeedbackDto {
    return { ...feedback, at: feedback.at.toISOString() };
  }
}

/** A message of a conversation. */
export class MessageDto {
  /**
   * The message's id.
   * @example 0198c7a0-2f1b-7c3e-9a52-3d1f5b8e7a61
   */
  id!: string;

  /**
   * The run it belongs to.
   * @example 0198c7a0-2f1b-7c3e-9a52-3d1f5b8e7a60
   */
  run_id!: string | null;

  /**
   * Who said it.
   * @example assistant
   */
  role!: 'user' | 'assistant';

  /**
   * What was said; an answer is Markdown.
   * @example 2022–2023年，中国对美国的智能手机出口额年均为468.9亿美元[s1]。
   */
  content!: string;

  /**
   * How the run ended; null on a question. Anything but `succeeded` means that the content is partial.
   * @example succeeded
   */
  status!: TurnStatus | null;

  /** What was attached to a question; empty on an answer. */
  files!: FileReferenceDto[];

  /** Where each figure comes from. */
  sources!: SourceDto[];

  /** What the agent looked up. */
  tool_calls!: ToolCallDto[];

  /** Files the run made. */
  artifacts!: ArtifactDto[];

  /** Which of its numbers the tools returned; null on a question, and where nobody looked. */
  grounding!: GroundingDto | null;

  /** What it used up; null on a question. */
  usage!: UsageDto | null;

  /**
   * The model that wrote it; null on a question.
   * @example analyst
   */
  model!: string | null;

  /** What you think of it; null when you said nothing, and on a question. */
  feedback!: GivenFeedbackDto | null;

  /**
   * When it was said.
   * @example 2026-11-22T08:00:00.000Z
   */
  created_at!: string;

  static from(message: Message): MessageDto {
    const { answer } = message;
    return {
      id: message.id,
      run_id: message.runId,
      role: message.role,
      content: message.content,
      status: message.status,
      files: [...message.files],
      sources: [...(answer?.sources ?? [])],
      tool_calls: [...(answer?.tool_calls ?? [])],
      artifacts: [...(answer?.artifacts ?? [])],
      grounding: answer?.grounding ? GroundingDto.from(answer.grounding) : null,
      usage: answer?.usage ?? null,
      model: answer?.model ?? null,
      feedback: message.feedback && GivenFeedbackDto.from(message.feedback),
      created_at: message.createdAt.toISOString(),
    };
  }
}

/** A page of messages. */
export class MessagePageDto {
  /** The messages, newest first. */
  items!: MessageDto[];

  /**
   * What the next page is asked with; null at the end.
   * @example WyI0MiJd
   */
  cursor!: string | null;
}
