import { Injectable } from '@nestjs/common';
import { RevokedCredentials } from '../access/revoked-credentials.js';
import { ApiKeysRepository } from '../api-keys/api-keys.repository.js';
import { LoginSessions } from '../logins/login-sessions.js';
import { AccountData } from './account-data.js';
import { type UserStatus } from './user.entity.js';
import { UsersRepository } from './users.repository.js';

/** Shuts accounts: for a while (suspended) or for good (deleted). */
@Injectable()
export class AccountCloser {
  constructor(
    private readonly users: UsersRepository,
    private readonly sessions: LoginSessions,
    private readonly apiKeys: ApiKeysRepository,
    private readonly revoked: RevokedCredentials,
    private readonly data: AccountData,
  ) {}

  /**
   * Lets nobody in any more and ends what is going on: logins, event streams, runs. API keys stay, refused.
   * @returns false when the account was in another state.
   */
  async suspend(userId: string): Promise<boolean> {
    if (!(await this.shut(userId, ['active'], 'suspended'))) return false;
    await this.data.stop(userId, 'suspended');
    return true;
  }

  /** Lets the user log in again, and admits their API keys. @returns false when the account is not suspended. */
  async restore(userId: string): Promise<boolean> {
    // Before the account is open: until then its state refuses them, and who repeats a call that failed half-way must get here.
    const keys = await this.apiKeys.list(userId);
    await this.revoked.readmit(...keys.map(({ id }) => id));
    return this.users.changeStatus(userId, ['suspended'], 'active');
  }

  /**
   * Deletes an account and all that is kept of it, but the audit log. May be called again to finish what failed half-way:
   * from the first step on the account admits nobody.
   */
  async delete(userId: string): Promise<void> {
    await this.shut(userId, ['active', 'suspended'], 'deleting');
    await this.data.stop(userId, 'deleted');
    await this.data.erase(userId);
    await this.users.delete(userId);
  }

  private async shut(userId: string, from: readonly UserStatus[], to: UserStatus): Promise<boolean> {
    const changed = await this.users.changeStatus(userId, from, to);
    await this.sessions.endAll(userId, 'account_closed');
    const keys = await this.apiKeys.list(userId);
    await this.revoked.add(...keys.map(({ id }) => id));
    return changed;
  }
}
