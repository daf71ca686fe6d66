import { Injectable } from '@nestjs/common';
import { AppError } from '../common/errors/app-error.js';
import { AppConfig } from '../config/index.js';
import { type RequestOrigin } from './access/request-origin.js';
import { AccountMails } from './accounts/account-mails.js';
import { PasswordHasher } from './accounts/password-hasher.js';
import { PasswordPolicy } from './accounts/password-policy.js';
import { UsersRepository } from './accounts/users.repository.js';
import { AuditLog } from './audit/audit-log.js';
import { AuthErrors } from './auth.errors.js';
import { type LogInDto } from './dto/log-in.dto.js';
import { type RegisterDto } from './dto/register.dto.js';
import { type TokensDto } from './dto/tokens.dto.js';
import { LoginSessions } from './logins/login-sessions.js';
import { LoginLock } from './rate-limits/login-lock.js';

/** Registration and login by e-mail and password. */
@Injectable()
export class AuthService {
  constructor(
    private readonly users: UsersRepository,
    private readonly sessions: LoginSessions,
    private readonly passwords: PasswordHasher,
    private readonly policy: PasswordPolicy,
    private readonly lock: LoginLock,
    private readonly mails: AccountMails,
    private readonly audit: AuditLog,
    private readonly config: AppConfig,
  ) {}

  /**
   * Makes an account. Where e-mails must be verified it answers nothing, whether or not the address is taken, and a mail
   * tells its owner which of the two it was; otherwise the account is logged in.
   * @throws AppError EMAIL_TAKEN only where e-mails need not be verified; VALIDATION_FAILED
   */
  async register(account: RegisterDto, origin: RequestOrigin): Promise<TokensDto | undefined> {
    const owner = {
      email: account.email,
      fullName: account.full_name ?? null,
      companyName: account.company_name ?? null,
    };
    await this.policy.check(account.password, owner);
    const passwordHash = await this.passwords.hash(account.password);
    const user = await this.users.create({ ...owner, passwordHash });
    const silent = this.config.auth.emailVerificationRequired;
    if (!user) {
      if (!silent) throw new AppError(AuthErrors.EMAIL_TAKEN);
      await this.registerAgain(owner, passwordHash, origin);
      return undefined;
    }
    await this.audit.record({ action: 'account.registered', userId: user.id, origin });
    this.mails.verification(user, origin.language);
    return silent ? undefined : this.sessions.open(user, 'registration', origin);
  }

  /** @throws AppError INVALID_CREDENTIALS, the same and after the same time for an unknown e-mail and a wrong password;
   * LOGIN_LOCKED; to who knows the password also EMAIL_NOT_VERIFIED, ACCOUNT_SUSPENDED */
  async logIn({ email, password }: LogInDto, origin: RequestOrigin): Promise<TokensDto> {
    const attempt = { email, ipAddress: origin.ipAddress };
    await this.lock.admit(attempt);
    const user = await this.users.findByEmail(email);
    const matches = await this.passwords.verify(user?.passwordHash, password);
    if (!user || !matches) {
      const details = { reason: 'wrong_credentials' };
      await this.audit.record({ action: 'login.failed', userId: user?.id ?? null, origin, details });
      throw new AppError(AuthErrors.INVALID_CREDENTIALS);
    }
    await this.lock.succeeded(attempt);
    if (this.config.auth.emailVerificationRequired && user.emailVerifiedAt === null) {
      throw new AppError(AuthErrors.EMAIL_NOT_VERIFIED);
    }
    return this.sessions.open(user, 'password', origin);
  }

  /**
   * The address has an account. Nobody has proved to own an unverified one: whoever registers last decides over its
   * password, so that nobody can keep an address for later by registering it first.
   */
  private async registerAgain(
    owner: { email: string; fullName: string | null; companyName: string | null },
    passwordHash: string,
    origin: RequestOrigin,
  ): Promise<void> {
    const present = await this.users.findByEmail(owner.email);
    const { fullName, companyName } = owner;
    if (!present || !(await this.users.replaceUnverified(present.id, { passwordHash, fullName, companyName }))) {
      this.mails.alreadyRegistered(owner.email, origin.language);
      return;
    }
    await this.audit.record({ action: 'account.registered', userId: present.id, origin, details: { again: true } });
    this.mails.verification(present, origin.language);
  }
}
