import { Injectable } from '@nestjs/common';
import { AccountData, type AccountDataHolder, type ClosingReason, type UsagePeriod } from '../auth/index.js';
import { RunCancellation } from './runs/run-cancellation.js';
import { RunsRepository } from './runs/runs.repository.js';

const REASONS = { suspended: 'account_suspended', deleted: 'account_deleted' } as const;

/** The runs of an account that is closed: they are stopped, and with its deletion their records go. */
@Injectable()
export class AccountRuns implements AccountDataHolder {
  readonly name = 'runs';

  constructor(
    accounts: AccountData,
    private readonly cancellation: RunCancellation,
    private readonly runs: RunsRepository,
  ) {
    accounts.register(this);
  }

  async stop(userId: string, reason: ClosingReason): Promise<void> {
    await this.cancellation.cancelAll(userId, REASONS[reason]);
  }

  async erase(userId: string): Promise<void> {
    await this.runs.deleteAllOf(userId);
  }

  /** `runs`, by how they ended (`runs_succeeded` …), and the tokens of all of them. */
  async usage(userId: string, period: UsagePeriod): Promise<Readonly<Record<string, number>>> {
    return this.runs.usageOf(userId, period);
  }
}
