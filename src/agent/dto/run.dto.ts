import { IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { Type } from 'class-transformer';
import { type Language } from '../../common/i18n/language.js';
import { RUN_STATUSES, type RunStatus } from '../events/run-event.js';
import { durationOf } from '../runs/run-outcome.js';
import { type CancelReason } from '../runs/run-cancellation.js';
import { type RunEntity } from '../runs/run.entity.js';
import { FileReferenceDto, UsageDto } from './answer-parts.dto.js';
import { QueryAnswerDto } from './query-answer.dto.js';
import { RunErrorDto } from './run-error.dto.js';
import { SESSION_ID, SESSION_ID_RULE } from './ask.dto.js';

/** Why a run was cancelled, or is about to be. */
export class RunCancelDto {
  /**
   * By the user, by a newer question (`on_busy: interrupt`), or because its conversation or account goes.
   * @example superseded
   */
  reason!: CancelReason;

  /**
   * When it was asked for; null where nobody asked for it and it was found that there is nobody left to answer.
   * @example 2026-11-22T08:00:01.000Z
   */
  requested_at!: string | null;
}

/** The record of a run. */
export class RunDto {
  /**
   * The run's id.
   * @example 0198c7a0-2f1b-7c3e-9a52-3d1f5b8e7a60
   */
  id!: string;

  /**
   * The conversation it belongs to, under your own word for it.
   * @example supplier_analysis_session
   */
  session_id!: string;

  /**
   * Where it stands. The last four are final.
   * @example succeeded
   */
  status!: RunStatus;

  /**
   * The question.
   * @example 查询2024年手机对美国的出口数据
   */
  message!: string;

  /** What was attached to the question. */
  files!: FileReferenceDto[];

  /**
   * The language of the answer.
   * @example zh
   */
  language!: Language;

  /**
   * How often work on it has begun: more than 1 after a crash.
   * @example 1
   */
  attempts!: number;

  /**
   * The model that works on it, once it has begun.
   * @example analyst
   */
  model!: string | null;

  /**
   * When it was accepted.
   * @example 2026-11-22T08:00:00.000Z
   */
  created_at!: string;

  /**
   * When the work began.
   * @example 2026-11-22T08:00:00.012Z
   */
  started_at!: string | null;

  /**
   * When it ended.
   * @example 2026-11-22T08:00:00.196Z
   */
  finished_at!: string | null;

  /**
   * Milliseconds of work, once it has ended.
   * @example 184
   */
  duration_ms!: number | null;

  /** What it used up, once it has ended. */
  usage!: UsageDto | null;

  /**
   * Whether the answer came from the cache.
   * @example false
   */
  cache_hit!: boolean;

  /** Why it failed, where it did. */
  error!: RunErrorDto | null;

  /** Why it was cancelled, where somebody asked for that. A run that was over before stays as it ended. */
  cancel!: RunCancelDto | null;

  static from(run: RunEntity): RunDto {
    return {
      id: run.id,
      session_id: run.sessionId,
      status: run.status,
      message: run.message,
      files: (run.options.files ?? []).map(({ sha256: _sha256, ...file }) => file),
      language: run.language,
      attempts: run.attempts,
      model: run.model,
      created_at: run.createdAt.toISOString(),
      started_at: run.startedAt?.toISOString() ?? null,
      finished_at: run.finishedAt?.toISOString() ?? null,
      duration_ms: durationOf(run) ?? null,
      usage: run.usage,
      cache_hit: run.cacheHit,
      error: RunErrorDto.from(run),
      cancel: cancelOf(run),
    };
  }
}

/** The record of a run with its answer. */
export class RunDetailDto extends RunDto {
  /** What it answered, once it has ended: whole where it succeeded, otherwise what there was. */
  answer!: QueryAnswerDto | null;

  static override from(run: RunEntity): RunDetailDto {
    return Object.assign(RunDto.from(run), { answer: run.answer === null ? null : QueryAnswerDto.from(run) });
  }
}

function cancelOf({ cancelReason, cancelRequestedAt }: RunEntity): RunCancelDto | null {
  if (cancelReason === null) return null;
  return { reason: cancelReason as CancelReason, requested_at: cancelRequestedAt?.toISOString() ?? null };
}

/** A page of runs. */
export class RunPageDto {
  /** The runs, newest first. */
  items!: RunDto[];

  /**
   * What the next page is asked with; null at the end.
   * @example WyIwMTk4YzdhMCJd
   */
  cursor!: string | null;
}

/** Which runs to list. */
export class ListRunsDto {
  /**
   * Only those of one conversation.
   * @example supplier_analysis_session
   */
  @IsOptional()
  @Matches(SESSION_ID, { message: SESSION_ID_RULE })
  session_id?: string;

  /**
   * Only those in one state.
   * @example succeeded
   */
  @IsOptional()
  @IsIn(RUN_STATUSES)
  status?: RunStatus;

  /**
   * The cursor of the page before.
   * @example WyIwMTk4YzdhMCJd
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
