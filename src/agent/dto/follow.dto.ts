import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { SESSION_ID, SESSION_ID_RULE } from './ask.dto.js';

/** How to follow a run. */
export class FollowRunDto {
  /**
   * The id of the last event seen, for a client that cannot send the `Last-Event-ID` header.
   * @example 1763798400000-0
   */
  @IsOptional()
  @IsString()
  @MaxLength(64)
  last_event_id?: string;

  /**
   * A stream ticket, for a client that cannot send the `Authorization` header. Taken by the access guard.
   * @example tfst_yiVftNLQplEBfyB5lPm5XmejZhHu8pG_LZJq2elssmY
   */
  @IsOptional()
  @IsString()
  token?: string;
}

/** Which session to follow. */
export class FollowSessionDto extends FollowRunDto {
  /**
   * Your own word for the conversation.
   * @example supplier_analysis_session
   */
  @Matches(SESSION_ID, { message: SESSION_ID_RULE })
  session_id!: string;
}
