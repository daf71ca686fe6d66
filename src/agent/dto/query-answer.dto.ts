import { type Language } from '../../common/i18n/language.js';
import { NO_USAGE } from '../../session/index.js';
import { type RunStatus } from '../events/run-event.js';
import { durationOf } from '../runs/run-outcome.js';
import { type RunEntity } from '../runs/run.entity.js';
import { RunErrorDto } from './run-error.dto.js';
import { ArtifactDto, GroundingDto, SourceDto, ToolCallDto, UsageDto } from './answer-parts.dto.js';

/** A finished answer, for a query with `stream: false`. */
export class QueryAnswerDto {
  /**
   * The run that worked it out.
   * @example 0198c7a0-2f1b-7c3e-9a52-3d1f5b8e7a60
   */
  run_id!: string;

  /**
   * The conversation it belongs to, under your own word for it.
   * @example supplier_analysis_session
   */
  session_id!: string;

  /**
   * How the run ended.
   * @example succeeded
   */
  status!: RunStatus;

  /**
   * The answer, in Markdown. `[s1]` refers to the source of that id.
   * @example 2022–2023年，中国对美国的智能手机出口额年均为468.9亿美元[s1]。
   */
  content!: string;

  /**
   * The answer's language.
   * @example zh
   */
  language!: Language;

  /** Where each figure comes from. */
  sources!: SourceDto[];

  /** What the agent looked up. */
  tool_calls!: ToolCallDto[];

  /** Files the run made. */
  artifacts!: ArtifactDto[];

  /** Which of its numbers the tools returned; null where nobody looked, as in an answer that broke off. */
  grounding!: GroundingDto | null;

  /** What it used up. */
  usage!: UsageDto;

  /**
   * The model that wrote it.
   * @example analyst
   */
  model!: string;

  /**
   * Whether it came from the answer cache.
   * @example false
   */
  cache_hit!: boolean;

  /**
   * Milliseconds of work.
   * @example 184
   */
  duration_ms!: number;

  /**
   * Why there is not more of it; null where the answer is whole. A run that ran out of time and had said something by then is answered
   * with 200, status `timed_out`, what there was, and this; one that had not, with the problem of the same code and its HTTP status.
   */
  error!: RunErrorDto | null;

  static from(run: RunEntity): QueryAnswerDto {
    return {
      run_id: run.id,
      session_id: run.sessionId,
      status: run.status,
      content: run.answer?.content ?? '',
      language: run.language,
      sources: [...(run.answer?.sources ?? [])],
      tool_calls: [...(run.answer?.tool_calls ?? [])],
      artifacts: [...(run.answer?.artifacts ?? [])],
      grounding: run.answer?.grounding ? GroundingDto.from(run.answer.grounding) : null,
      usage: run.usage ?? NO_USAGE,
      model: run.model ?? '',
      cache_hit: run.cacheHit,
      duration_ms: durationOf(run) ?? 0,
      error: RunErrorDto.from(run),
    };
  }
}
