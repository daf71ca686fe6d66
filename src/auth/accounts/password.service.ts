import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { type Principal } from '../access/principal.js';
import { type RequestOrigin } from '../access/request-origin.js';
import { RevokedCredentials } from '../access/revoked-credentials.js';
import { ApiKeysRepository } from '../api-keys/api-keys.repository.js';
import { AuditLog } from '../audit/audit-log.js';
import { AuthErrors } from '../auth.errors.js';
import { LoginSessions } from '../logins/login-sessions.js';
import { LoginLock } from '../rate-limits/login-lock.js';
import { AccountMails } from './account-mails.js';
import { EmailTokensRepository } from './email-tokens.repository.js';
import { PasswordHasher } from './password-hasher.js';
import { PasswordPolicy } from './password-policy.js';
import { type User } from './user.entity.js';
import { UsersRepository } from './users.repository.js';

/** Changing a password, and getting a new one. */
@Injectable()
export class PasswordService {
  constructor(
    private readonly users: UsersRepository,
    private readonly tokens: EmailTokensRepository,
    private readonly hasher: PasswordHasher,
    private readonly policy: PasswordPolicy,
    private readonly sessions: LoginSessions,
    private readonly apiKeys: ApiKeysRepository,
    private readonly revoked: RevokedCredentials,
    private readonly lock: LoginLock,
    private readonly mails: AccountMails,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Makes sure that it is the owner who sits at a logged-in device. Wrong passwords count as they do at a login.
   * @throws AppError CURRENT_PASSWORD_WRONG, also for an account that has none: it must set one first; LOGIN_LOCKED
   */
  async confirm(user: User, password: string, origin: RequestOrigin): Promise<void> {
    const attempt = { email: user.email, ipAddress: origin.ipAddress };
    await this.lock.admit(attempt);
    if (!(await this.hasher.verify(user.passwordHash, password))) {
      await this.audit.record({ action: 'login.failed', userId: user.id, origin, details: { reason: 'confirmation' } });
      throw new AppError(AuthErrors.CURRENT_PASSWORD_WRONG);
    }
    await this.lock.succeeded(attempt);
  }

  /** Ends all other logins. @throws AppError CURRENT_PASSWORD_WRONG, VALIDATION_FAILED, LOGIN_LOCKED */
  async change(principal: Principal, current: string, next: string, origin: RequestOrigin): Promise<void> {
    const user = await this.users.findById(principal.userId);
    if (!user) throw new AppError(AuthErrors.TOKEN_INVALID);
    await this.confirm(user, current, origin);
    await this.policy.check(next, user, 'new_password');
    await this.users.update(user.id, { passwordHash: await this.hasher.hash(next) });
    await this.tokens.voidAll(user.id);
    await this.sessions.endAll(user.id, 'password_changed', principal.credential.id);
    await this.audit.record({ action: 'password.changed', userId: user.id, origin });
    this.mails.notice('passwordChanged', user.email, origin.language);
  }

  /** Answers the same, at once, whoever asks for whom. */
  requestReset(email: string, origin: RequestOrigin): void {
    this.mails.passwordReset(email, origin.language);
  }

  /**
   * Sets a new password by the link of a mail. Whoever had access before has none any more: all logins end and all API
   * keys are deleted. The address is verified thereby.
   * @throws AppError EMAIL_TOKEN_INVALID, VALIDATION_FAILED
   */
  async reset(token: string, next: string, origin: RequestOrigin): Promise<void> {
    const found = await this.tokens.find(token, 'reset_password');
    const user = found && (await this.users.findById(found.userId));
    if (user?.status !== 'active' || user.email !== found?.email) throw new AppError(AuthErrors.EMAIL_TOKEN_INVALID);
    // Before the link is used up: a refused password must not cost a second mail.
    await this.policy.check(next, user);
    if (!(await this.tokens.redeem(token, 'reset_password'))) throw new AppError(AuthErrors.EMAIL_TOKEN_INVALID);
    await this.users.update(user.id, {
      passwordHash: await this.hasher.hash(next),
      emailVerifiedAt: user.emailVerifiedAt ?? new Date(),
    });
    await this.tokens.voidAll(user.id);
    await this.sessions.endAll(user.id, 'password_changed');
    await this.revoked.add(...(await this.apiKeys.deleteAll(user.id)));
    await this.lock.succeeded({ email: user.email, ipAddress: null });
    await this.audit.record({ action: 'password.reset', userId: user.id, origin });
    this.mails.notice('passwordChanged', user.email, origin.language);
  }
}
