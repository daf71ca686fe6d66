import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { type Principal } from '../access/principal.js';
import { type RequestOrigin } from '../access/request-origin.js';
import { AuditLog } from '../audit/audit-log.js';
import { AuthErrors } from '../auth.errors.js';
import { AccountMails } from './account-mails.js';
import { EmailTokensRepository } from './email-tokens.repository.js';
import { PasswordService } from './password.service.js';
import { UsersRepository } from './users.repository.js';

/** Proving and changing the address of an account. */
@Injectable()
export class EmailService {
  constructor(
    private readonly users: UsersRepository,
    private readonly tokens: EmailTokensRepository,
    private readonly passwords: PasswordService,
    private readonly mails: AccountMails,
    private readonly audit: AuditLog,
  ) {}

  /** Answers the same, at once, whoever asks for whom. */
  requestVerification(email: string, origin: RequestOrigin): void {
    this.mails.verificationAgain(email, origin.language);
  }

  /**
   * Asks for another address. It takes the place of the present one when its owner follows the link sent there.
   * @throws AppError CURRENT_PASSWORD_WRONG, LOGIN_LOCKED; nothing tells whether the new address has an account.
   */
  async requestChange(principal: Principal, newEmail: string, password: string, origin: RequestOrigin): Promise<void> {
    const user = await this.users.findById(principal.userId);
    if (!user) throw new AppError(AuthErrors.TOKEN_INVALID);
    await this.passwords.confirm(user, password, origin);
    await this.audit.record({ action: 'email.change_requested', userId: user.id, origin });
    this.mails.emailChange(user, newEmail, origin.language);
  }

  /**
   * Takes the token of a verification or change mail.
   * @throws AppError EMAIL_TOKEN_INVALID; EMAIL_TAKEN when somebody else got the new address in the meantime
   */
  async verify(token: string, origin: RequestOrigin): Promise<void> {
    const verified = await this.tokens.verifyAddress(token);
    if (verified !== undefined) {
      await this.audit.record({ action: 'email.verified', userId: verified, origin });
      return;
    }
    const change = await this.tokens.redeem(token, 'change_email');
    if (!change) throw new AppError(AuthErrors.EMAIL_TOKEN_INVALID);
    if (!(await this.users.changeEmail(change.userId, change.email))) throw new AppError(AuthErrors.EMAIL_TAKEN);
    await this.tokens.voidAll(change.userId);
    await this.audit.record({ action: 'email.changed', userId: change.userId, origin });
  }
}
