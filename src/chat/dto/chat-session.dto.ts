import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Length, Matches, Max, MaxLength, Min } from 'class-validator';
import { SESSION_ID, SESSION_ID_RULE } from '../../agent/index.js';
import { type Conversation } from '../../session/index.js';

/** A new conversation. */
export class CreateSessionDto {
  /**
   * Your own word for the conversation, unique among yours. Left out, one is made.
   * @example supplier_analysis_session
   */
  @IsOptional()
  @Matches(SESSION_ID, { message: SESSION_ID_RULE })
  session_id?: string;

  /**
   * What it is called in lists. Left out, its first question.
   * @example 供应商分析
   */
  @IsOptional()
  @IsString()
  @Length(1, 200)
  title?: string;
}

/** A conversation. */
export class SessionDto {
  /**
   * Your own word for it.
   * @example supplier_analysis_session
   */
  session_id!: string;

  /**
   * What it is called.
   * @example 供应商分析
   */
  title!: string | null;

  /**
   * How many messages it has, questions and answers.
   * @example 4
   */
  message_count!: number;

  /**
   * When it began.
   * @example 2026-11-22T08:00:00.000Z
   */
  created_at!: string;

  /**
   * When it was last used.
   * @example 2026-11-22T08:05:00.000Z
   */
  updated_at!: string;

  static from(conversation: Conversation): SessionDto {
    return {
      session_id: conversation.sessionId,
      title: conversation.title,
      message_count: conversation.messageCount,
      created_at: conversation.createdAt.toISOString(),
      updated_at: conversation.updatedAt.toISOString(),
    };
  }
}

/** A page of conversations. */
export class SessionPageDto {
  /** The conversations, the most recently used first. */
  items!: SessionDto[];

  /**
   * What the next page is asked with; null at the end.
   * @example WyIyMDI2LTExLTIyVDA4OjAwOjAwLjAwMFoiXQ
   */
  cursor!: string | null;
}

/** Which page of a list. */
export class PageQueryDto {
  /**
   * The cursor of the page before.
   * @example WyIyMDI2LTExLTIyVDA4OjAwOjAwLjAwMFoiXQ
   */
  @IsOptional()
  @IsString()
  @MaxLength(512)
  cursor?: string;

  /**
   * How many at most: 1 to 100.
   * @example 20
   */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit?: number;
}
