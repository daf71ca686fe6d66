import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { MayBeLeftOut } from '../../common/http/left-out.decorators.js';
import { LANGUAGES, type Language } from '../../common/i18n/language.js';

/** Longest question, in characters: about twelve pages. More belongs into a file. */
const MAX_MESSAGE = 8_000;

/** Files that go with a question. */
const MAX_FILES = 5;

/** A client's own word for a conversation. */
export const SESSION_ID = /^[\p{L}\p{N}][\p{L}\p{N}._:@-]{0,127}$/u;
export const SESSION_ID_RULE =
  'session_id must be 1 to 128 letters, digits or . _ : @ - and begin with a letter or a digit';

/** A question. */
export class AskDto {
  /**
   * The question, in Chinese, English or both: 1 to 8,000 characters.
   * @example 查询2024年手机对美国的出口数据
   */
  @IsString()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @Length(1, MAX_MESSAGE)
  message!: string;

  /**
   * Your own word for the conversation, unique among yours; the conversation is made when it does not exist. Left out, a
   * new conversation begins; here, as in every field of a question, null says the same as leaving it out.
   * @example supplier_analysis_session
   */
  @MayBeLeftOut()
  @ApiProperty({ pattern: SESSION_ID.source })
  @Matches(SESSION_ID, { message: SESSION_ID_RULE })
  session_id?: string;

  /**
   * `true` answers with the run's events as they happen (`text/event-stream`), `false` waits for the whole answer.
   * @example false
   */
  @MayBeLeftOut()
  @IsBoolean()
  stream?: boolean;

  /**
   * The language of the answer. Left out, that of the question.
   * @example zh
   */
  @MayBeLeftOut()
  @IsIn(LANGUAGES)
  language?: Language;

  /**
   * Files the question is about: up to 5 ids of your files (`POST /files`), each once. Text, Markdown, JSON, CSV, TSV,
   * XLSX and PDF are read; what they say is data for the answer and is cited like any other source.
   * @example ["0198c7a0-2f1b-7c3e-9a52-3d1f5b8e7a60"]
   */
  @MayBeLeftOut()
  @ApiProperty({ maxItems: MAX_FILES })
  @IsArray()
  @ArrayMaxSize(MAX_FILES)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  files?: string[];

  /**
   * What to do while the session still works on another question: wait in line, refuse with `SESSION_BUSY`, or cancel what
   * it works on.
   * @example enqueue
   */
  @MayBeLeftOut()
  @IsIn(['enqueue', 'reject', 'interrupt'])
  on_busy?: 'enqueue' | 'reject' | 'interrupt';

  /**
   * Seconds the work may take, instead of the server's usual limit. More than the server gives anybody (`AGENT_MAX_TIMEOUT_SECONDS`, 300
   * where nothing else is set) is refused, and the refusal names the limit.
   * @example 30
   */
  @MayBeLeftOut()
  @ApiProperty({ type: 'integer' })
  @IsInt()
  @Min(1)
  @Max(3600)
  timeout_seconds?: number;

  /**
   * `false` works the answer out anew even if the same question was answered lately.
   * @example true
   */
  @MayBeLeftOut()
  @IsBoolean()
  cache?: boolean;
}
