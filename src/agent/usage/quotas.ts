import { Injectable } from '@nestjs/common';
import { DAY, SECOND } from '../../common/clock.js';
import { AppError } from '../../common/errors/app-error.js';
import { AppConfig } from '../../config/index.js';
import { UsageErrors } from './usage.errors.js';
import { UsageRepository } from './usage.repository.js';

/** How one quota of a user stands. */
export interface QuotaState {
  readonly limit: number;
  readonly used: number;
  readonly left: number;
}

/** How all of them stand. Null where there is no limit. */
export interface QuotaStates {
  readonly runs: QuotaState | null;
  readonly tokens: QuotaState | null;
  /** When the counts begin anew: the next midnight, UTC. */
  readonly resetsAt: Date;
}

/**
 * What a user may ask a day, counted in the run records. A question is refused when the quota is used up; one that has been accepted is
 * answered to its end, so the last ones of a day may go beyond the tokens, and what is asked in one instant beyond the number.
 */
@Injectable()
export class Quotas {
  private readonly limits: AppConfig['agent']['daily'];

  constructor(
    private readonly usage: UsageRepository,
    config: AppConfig,
  ) {
    this.limits = config.agent.daily;
  }

  /** @throws AppError RUN_QUOTA_EXCEEDED or TOKEN_QUOTA_EXCEEDED with the seconds until the next day */
  async check(userId: string): Promise<void> {
    if (this.limits.runs === undefined && this.limits.tokens === undefined) return;
    const { runs, tokens, resetsAt } = await this.states(userId);
    const retryAfter = Math.max(1, Math.ceil((resetsAt.getTime() - Date.now()) / SECOND));
    if (runs?.left === 0) {
      throw new AppError(UsageErrors.RUN_QUOTA_EXCEEDED, { params: { limit: runs.limit }, retryAfter });
    }
    if (tokens?.left === 0) {
      throw new AppError(UsageErrors.TOKEN_QUOTA_EXCEEDED, { params: { limit: tokens.limit }, retryAfter });
    }
  }

  async states(userId: string): Promise<QuotaStates> {
    const today = startOfDay(Date.now());
    const resetsAt = new Date(today.getTime() + DAY);
    const [used] = await this.usage.days(userId, today, resetsAt);
    return {
      runs: stateOf(this.limits.runs, used?.runs ?? 0),
      tokens: stateOf(this.limits.tokens, used?.total_tokens ?? 0),
      resetsAt,
    };
  }
}

/** The first moment of the day, UTC. */
export function startOfDay(time: number): Date {
  return new Date(Math.floor(time / DAY) * DAY);
}

function stateOf(limit: number | undefined, used: number): QuotaState | null {
  return limit === undefined ? null : { limit, used, left: Math.max(0, limit - used) };
}
