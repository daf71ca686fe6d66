import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { MINUTE } from '../../common/clock.js';
import { firstIdOf } from '../../common/ids.js';

/** What a user's runs of one day took. Runs count on the day they were asked, in UTC. */
export interface DayUsage {
  /** RFC 3339 full-date. */
  readonly date: string;
  readonly runs: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly timed_out: number;
  readonly cache_hits: number;
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly total_tokens: number;
  readonly model_calls: number;
  readonly tool_calls: number;
}

/** A run's id is older than its record by no more than this, whatever the clocks of two machines say. */
const CLOCK_SKEW = 5 * MINUTE;

const counted = (status: string) => `count(*) FILTER (WHERE status = '${status}')::int AS ${status}`;
const summed = (field: string) => `coalesce(sum((usage ->> '${field}')::bigint), 0)::float8 AS ${field}`;

/** Adds up run records. */
@Injectable()
export class UsageRepository {
  constructor(private readonly database: DataSource) {}

  /** The days on which the user asked anything, oldest first. Ids grow with time, so the index of a user's runs finds the period. */
  async days(userId: string, from: Date, to: Date): Promise<DayUsage[]> {
    return (await this.database.query(
      `SELECT to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS date, count(*)::int AS runs,
         ${['succeeded', 'failed', 'cancelled', 'timed_out'].map(counted).join(', ')},
         count(*) FILTER (WHERE cache_hit)::int AS cache_hits,
         ${['input_tokens', 'output_tokens', 'total_tokens', 'model_calls', 'tool_calls'].map(summed).join(', ')}
       FROM runs
       WHERE user_id = $1 AND id >= $2 AND created_at >= $3 AND created_at < $4
       GROUP BY 1 ORDER BY 1`,
      [userId, firstIdOf(from.getTime() - CLOCK_SKEW), from, to],
    )) as DayUsage[];
  }
}
