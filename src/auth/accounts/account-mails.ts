import { Injectable } from '@nestjs/common';
import { type Language } from '../../common/i18n/language.js';
import { AppConfig } from '../../config/index.js';
import { BackgroundWork } from '../background-work.js';
import { Mailer } from '../mail/mailer.port.js';
import { type MailName, writeMail } from '../mail/mails.js';
import { EmailTokensRepository } from './email-tokens.repository.js';
import { type EmailTokenPurpose } from './email-token.entity.js';
import { MailAllowance } from './mail-allowance.js';
import { type User } from './user.entity.js';
import { UsersRepository } from './users.repository.js';

/** Pages of the front end. The token goes into the fragment: it reaches neither a server's log nor a `Referer`. */
const PAGES: Readonly<Record<EmailTokenPurpose, string>> = {
  verify_email: '/verify-email',
  change_email: '/verify-email',
  reset_password: '/reset-password',
};
const FORGOT_PASSWORD_PAGE = '/forgot-password';

type Recipient = Pick<User, 'id' | 'email'>;

/**
 * The mails of an account. All of them go out behind the answer's back, look-ups included, so that neither its words nor
 * its time tell whether there is an account.
 */
@Injectable()
export class AccountMails {
  constructor(
    private readonly users: UsersRepository,
    private readonly tokens: EmailTokensRepository,
    private readonly allowance: MailAllowance,
    private readonly mailer: Mailer,
    private readonly background: BackgroundWork,
    private readonly config: AppConfig,
  ) {}

  /** To the address of a new account. */
  verification(user: Recipient, language: Language): void {
    this.start('verification', () => this.sendLink('verifyEmail', 'verify_email', user, user.email, language));
  }

  /** Once more, for whoever asks: only an account that still needs it gets a mail. */
  verificationAgain(email: string, language: Language): void {
    this.start('verification', async () => {
      const user = await this.users.findByEmail(email);
      if (user?.emailVerifiedAt === null) await this.sendLink('verifyEmail', 'verify_email', user, email, language);
    });
  }

  /** To the owner of an address that somebody tries to use for another account. */
  alreadyRegistered(email: string, language: Language): void {
    this.start('alreadyRegistered', async () => {
      if (!(await this.allowance.has(email))) return;
      await this.allowance.use(email);
      await this.mailer.send(writeMail('alreadyRegistered', email, language, this.forgotPasswordPage));
    });
  }

  /** Only an active account gets a mail; an e-mail that nobody has gets nothing. */
  passwordReset(email: string, language: Language): void {
    this.start('password reset', async () => {
      const user = await this.users.findByEmail(email);
      if (user?.status === 'active') {
        await this.sendLink('resetPassword', 'reset_password', user, email, language);
      }
    });
  }

  /** To the new address its link, to the old one a warning; to a new address that has an account another warning. */
  emailChange(user: Recipient, newEmail: string, language: Language): void {
    this.start('change of e-mail', async () => {
      if (await this.users.findByEmail(newEmail)) this.alreadyRegistered(newEmail, language);
      else await this.sendLink('changeEmail', 'change_email', user, newEmail, language);
    });
    this.notice('emailChangeRequested', user.email, language);
  }

  /** A mail that only tells. */
  notice(name: MailName, to: string, language: Language): void {
    this.start(name, () => this.mailer.send(writeMail(name, to, language, this.forgotPasswordPage)));
  }

  private get forgotPasswordPage(): string {
    return this.config.auth.frontendUrl + FORGOT_PASSWORD_PAGE;
  }

  private async sendLink(
    name: MailName,
    purpose: EmailTokenPurpose,
    user: Recipient,
    to: string,
    language: Language,
  ): Promise<void> {
    // First: a link that is not sent must not make the one before it void.
    if (!(await this.allowance.has(to))) return;
    const token = await this.tokens.issue(user.id, purpose, to);
    if (token === undefined) return;
    await this.allowance.use(to);
    const link = `${this.config.auth.frontendUrl}${PAGES[purpose]}#token=${token}`;
    await this.mailer.send(writeMail(name, to, language, link));
  }

  private start(what: string, work: () => Promise<void>): void {
    this.background.start(`The mail of a ${what}`, work);
  }
}
