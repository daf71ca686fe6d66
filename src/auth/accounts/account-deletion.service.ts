import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { type Principal } from '../access/principal.js';
import { type RequestOrigin } from '../access/request-origin.js';
import { AuditLog } from '../audit/audit-log.js';
import { AuthErrors } from '../auth.errors.js';
import { AccountCloser } from './account-closer.js';
import { AccountMails } from './account-mails.js';
import { normaliseEmail } from './email.js';
import { PasswordService } from './password.service.js';
import { UsersRepository } from './users.repository.js';

/** Deletes an account at its owner's wish. */
@Injectable()
export class AccountDeletionService {
  constructor(
    private readonly users: UsersRepository,
    private readonly closer: AccountCloser,
    private readonly passwords: PasswordService,
    private readonly mails: AccountMails,
    private readonly audit: AuditLog,
  ) {}

  /**
   * @param confirmation the password; of an account that has none, its e-mail.
   * @throws AppError CURRENT_PASSWORD_WRONG, LOGIN_LOCKED
   */
  async delete(principal: Principal, confirmation: string, origin: RequestOrigin): Promise<void> {
    const user = await this.users.findById(principal.userId);
    if (!user) throw new AppError(AuthErrors.TOKEN_INVALID);
    if (user.passwordHash !== null) await this.passwords.confirm(user, confirmation, origin);
    else if (normaliseEmail(confirmation) !== user.email) throw new AppError(AuthErrors.CURRENT_PASSWORD_WRONG);
    await this.audit.record({ action: 'account.deleted', userId: user.id, origin });
    await this.closer.delete(user.id);
    this.mails.notice('accountDeleted', user.email, origin.language);
  }
}
