import { Injectable } from '@nestjs/common';

/** Why an account lets nobody in any more: for a while, or for good. */
export type ClosingReason = 'suspended' | 'deleted';

/** Days of a report, inclusive and exclusive. */
export interface UsagePeriod {
  readonly from: Date;
  readonly to: Date;
}

/**
 * What another module keeps of a user. `auth` knows none of the modules above it, so each registers itself when it starts.
 * Every method may be called again after a failure and must then finish what is left.
 */
export interface AccountDataHolder {
  /** For logs and reports, e.g. `conversations`. */
  readonly name: string;
  /** Ends what is going on in the user's name and lets nothing new begin; called on all holders before any `erase`. */
  stop?(userId: string, reason: ClosingReason): Promise<void>;
  /** Removes everything that is kept of the user. Resolves when it is gone. */
  erase?(userId: string): Promise<void>;
  /** Figures of the user's activity by name, e.g. `{ runs: 12, total_tokens: 48211 }`. */
  usage?(userId: string, period: UsagePeriod): Promise<Readonly<Record<string, number>>>;
}

/** The modules that keep something of users. */
@Injectable()
export class AccountData {
  private readonly holders: AccountDataHolder[] = [];

  /** @example constructor(accountData: AccountData) { accountData.register(this); } */
  register(holder: AccountDataHolder): void {
    this.holders.push(holder);
  }

  /** @throws Error the first failure, after all holders were tried */
  async stop(userId: string, reason: ClosingReason): Promise<void> {
    await settleAll(this.holders.map(async (holder) => holder.stop?.(userId, reason)));
  }

  /** @throws Error the first failure, after all holders were tried */
  async erase(userId: string): Promise<void> {
    await settleAll(this.holders.map(async (holder) => holder.erase?.(userId)));
  }

  /** The figures of all holders together. */
  async usage(userId: string, period: UsagePeriod): Promise<Readonly<Record<string, number>>> {
    const figures = await Promise.all(this.holders.map(async (holder) => holder.usage?.(userId, period)));
    return Object.assign({}, ...figures) as Record<string, number>;
  }
}

async function settleAll(work: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
