import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DAY, MINUTE } from '../common/clock.js';
import { AppConfig } from '../config/index.js';
import { AccountCloser } from './accounts/account-closer.js';
import { EmailTokensRepository } from './accounts/email-tokens.repository.js';
import { UsersRepository } from './accounts/users.repository.js';
import { AuditRepository } from './audit/audit.repository.js';
import { LoginsRepository } from './logins/logins.repository.js';

const EVERY_MS = 10 * MINUTE;
/** A deletion that takes longer than this lost its process. */
const STUCK_AFTER_MS = 5 * MINUTE;

/** Finishes deletions that were cut off, and forgets what is out of date. Every process may do it: all of it may be repeated. */
@Injectable()
export class AuthMaintenance implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(AuthMaintenance.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly users: UsersRepository,
    private readonly closer: AccountCloser,
    private readonly emailTokens: EmailTokensRepository,
    private readonly logins: LoginsRepository,
    private readonly events: AuditRepository,
    private readonly config: AppConfig,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.run(), EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  async run(now = Date.now()): Promise<void> {
    await this.attempt('Finishing deletions', async () => {
      const stuck = await this.users.findStuckDeletions(new Date(now - STUCK_AFTER_MS));
      for (const { id } of stuck) await this.closer.delete(id);
    });
    await this.attempt('Forgetting old links', () => this.emailTokens.forgetExpired());
    await this.attempt('Forgetting ended logins', () => this.logins.forgetEndedBefore(new Date(now - DAY)));
    await this.attempt('Forgetting old security events', () =>
      this.events.forgetBefore(new Date(now - this.config.auth.auditRetentionMs)),
    );
  }

  private async attempt(name: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger.warn({ err: error }, `${name} failed and is tried again later`);
    }
  }
}
