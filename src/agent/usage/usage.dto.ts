import { IsISO8601, IsOptional, Matches } from 'class-validator';
import { type QuotaState } from './quotas.js';
import { type DayUsage } from './usage.repository.js';

const DAY_SHAPE = /^\d{4}-\d\d-\d\d$/;
const DAY_RULE = { message: 'must be a day such as 2026-11-01' };

/** Which days are asked for. */
export class UsageQueryDto {
  /**
   * The first day, UTC; 29 days before the last where nothing is said.
   * @example 2026-11-01
   */
  @IsOptional()
  @Matches(DAY_SHAPE, DAY_RULE)
  @IsISO8601({ strict: true }, DAY_RULE)
  from?: string;

  /**
   * The last day, UTC, included; today where nothing is said.
   * @example 2026-11-22
   */
  @IsOptional()
  @Matches(DAY_SHAPE, DAY_RULE)
  @IsISO8601({ strict: true }, DAY_RULE)
  to?: string;
}

/** What was used in a period. */
export class UsageTotalDto {
  /**
   * Questions asked.
   * @example 12
   */
  runs!: number;

  /**
   * Of these, those answered.
   * @example 10
   */
  succeeded!: number;

  /**
   * Those that failed.
   * @example 1
   */
  failed!: number;

  /**
   * Those that were cancelled.
   * @example 1
   */
  cancelled!: number;

  /**
   * Those that ran out of time.
   * @example 0
   */
  timed_out!: number;

  /**
   * Those answered from the cache, which cost no tokens.
   * @example 3
   */
  cache_hits!: number;

  /**
   * Tokens read by the model.
   * @example 9812
   */
  input_tokens!: number;

  /**
   * Tokens written by the model.
   * @example 4210
   */
  output_tokens!: number;

  /**
   * Both together.
   * @example 14022
   */
  total_tokens!: number;

  /**
   * Calls of the model.
   * @example 31
   */
  model_calls!: number;

  /**
   * Calls of tools.
   * @example 18
   */
  tool_calls!: number;
}

/** What was used on one day. */
export class DayUsageDto extends UsageTotalDto implements DayUsage {
  /**
   * The day, UTC. Runs count on the day they were asked.
   * @example 2026-11-22
   */
  date!: string;
}

/** How one quota stands. */
export class QuotaStateDto implements QuotaState {
  /**
   * What is granted a day.
   * @example 200
   */
  limit!: number;

  /**
   * What is used of it today.
   * @example 12
   */
  used!: number;

  /**
   * What is set aside for questions that are not answered yet. Their end takes what they used of it and gives the rest back.
   * @example 0
   */
  reserved!: number;

  /**
   * What is left of it today.
   * @example 188
   */
  left!: number;
}

/** What may still be used today. */
export class QuotaDto {
  /** Questions; null where there is no limit. */
  runs!: QuotaStateDto | null;

  /** Tokens; null where there is no limit. */
  tokens!: QuotaStateDto | null;

  /**
   * When the counts begin anew.
   * @example 2026-11-23T00:00:00.000Z
   */
  resets_at!: string;
}

/** What you used, day by day. */
export class UsageReportDto {
  /**
   * The first day.
   * @example 2026-11-01
   */
  from!: string;

  /**
   * The last day, included.
   * @example 2026-11-22
   */
  to!: string;

  /** The days on which you asked anything, oldest first. */
  days!: DayUsageDto[];

  /** All days together. */
  total!: UsageTotalDto;

  /** What is left of today's quota, whatever days are asked for. */
  quota!: QuotaDto;
}
