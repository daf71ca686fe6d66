import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Length, Matches, Max, MaxLength, Min } from 'class-validator';
import { LeftOutStays, MayBeLeftOut } from '../../common/http/left-out.decorators.js';
import { SESSION_ID, SESSION_ID_RULE } from '../../agent/index.js';
import { type Conversation } from '../../session/index.js';

/** Where PostgreSQL's integer ends; no version gets there. */
const MAX_VERSION = 2 ** 31 - 1;

/** A new conversation. */
export class CreateSessionDto {
  /**
   * Your own word for the conversation, unique among yours. Left out, one is made.
   * @example supplier_analysis_session
   */
  @MayBeLeftOut()
  @Matches(SESSION_ID, { message: SESSION_ID_RULE })
  session_id?: string;

  /**
   * What it is called in lists. Left out, its first question.
   * @example 供应商分析
   */
  @MayBeLeftOut()
  @IsString()
  @Length(1, 200)
  title?: string;
}

/** A change of a conversation; what is left out stays. */
export class ChangeSessionDto {
  /**
   * What it is called in lists. It cannot be emptied: null is refused, as for every field here.
   * @example 供应商分析
   */
  @LeftOutStays()
  @IsString()
  @Length(1, 200)
  title?: string;

  /**
   * Whether it is kept at the top of the list.
   * @example true
   */
  @LeftOutStays()
  @IsBoolean()
  pinned?: boolean;

  /**
   * Whether it is put away, out of the list.
   * @example false
   */
  @LeftOutStays()
  @IsBoolean()
  archived?: boolean;

  /**
   * The version your change is based on: it is refused with `SESSION_CHANGED` when there is a newer one by now. Left out,
   * the last writer wins.
   * @example 3
   */
  @LeftOutStays()
  @IsInt()
  @Min(1)
  @Max(MAX_VERSION)
  version?: number;
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
   * Whether it is kept at the top of the list.
   * @example false
   */
  pinned!: boolean;

  /**
   * Whether it is put away, out of the list.
   * @example false
   */
  archived!: boolean;

  /**
   * Grows with every change of title, pin or archive; hand it back with your own change.
   * @example 1
   */
  version!: number;

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
      pinned: conversation.pinned,
      archived: conversation.archived,
      version: conversation.version,
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

/** Which of your conversations. */
export class ListSessionsDto extends PageQueryDto {
  /**
   * Words the title must have.
   * @example 供应商
   */
  @IsOptional()
  @IsString()
  @Length(1, 200)
  q?: string;

  /**
   * Those in use, those put away, or all.
   * @example active
   */
  @IsOptional()
  @IsIn(['active', 'archived', 'all'])
  status?: 'active' | 'archived' | 'all';
}
