import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { type Principal } from '../access/principal.js';
import { type RequestOrigin } from '../access/request-origin.js';
import { normaliseEmail } from '../accounts/email.js';
import { UsersRepository } from '../accounts/users.repository.js';
import { AuditLog } from '../audit/audit-log.js';
import { AuthErrors } from '../auth.errors.js';
import { type TokensDto } from '../dto/tokens.dto.js';
import { LoginSessions } from '../logins/login-sessions.js';
import { IdentitiesRepository } from './identities.repository.js';
import { type OAuthFlow } from './oauth-flow.js';
import { type OAuthProfile, type OAuthProviderName } from './oauth-profile.js';
import { type OneTimeCode, OneTimeCodes } from './one-time-codes.js';

/** What becomes of somebody whom a provider has recognised. */
@Injectable()
export class OAuthService {
  constructor(
    private readonly users: UsersRepository,
    private readonly identities: IdentitiesRepository,
    private readonly codes: OneTimeCodes,
    private readonly sessions: LoginSessions,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Decides whose account is meant. An account is never opened because an e-mail is the same: it is connected by its
   * owner, logged in (`link`).
   * @returns the one-time code for the front end.
   * @throws AppError OAUTH_EMAIL_UNVERIFIED, OAUTH_LINK_REQUIRED
   */
  async arrive(profile: OAuthProfile, flow: OAuthFlow, origin: RequestOrigin): Promise<string> {
    const { provider, subject } = profile;
    const { codeChallenge, linkUserId } = flow;
    const email = profile.verifiedEmail && normaliseEmail(profile.verifiedEmail);
    if (linkUserId !== undefined) {
      if (email === null) throw new AppError(AuthErrors.OAUTH_EMAIL_UNVERIFIED);
      return this.codes.issue({ userId: linkUserId, provider, link: { subject, email }, codeChallenge });
    }
    const known = await this.identities.find(provider, subject);
    const userId = known?.userId ?? (await this.register(profile, email, origin));
    return this.codes.issue({ userId, provider, codeChallenge });
  }

  /** @throws AppError OAUTH_CODE_INVALID, ACCOUNT_SUSPENDED */
  async exchange(secret: string, verifier: string | undefined, origin: RequestOrigin): Promise<TokensDto> {
    const code = await this.codes.redeem(secret, verifier);
    const user = code.link === undefined ? await this.users.findById(code.userId) : undefined;
    if (!user) throw new AppError(AuthErrors.OAUTH_CODE_INVALID);
    return this.sessions.open(user, code.provider, origin);
  }

  /**
   * Connects the provider's account to the logged-in user: the same who began, or somebody was made to end what another
   * had begun.
   * @throws AppError OAUTH_CODE_INVALID, OAUTH_IDENTITY_TAKEN
   */
  async confirmLink(
    secret: string,
    verifier: string | undefined,
    principal: Principal,
    origin: RequestOrigin,
  ): Promise<void> {
    const { userId, provider, link }: OneTimeCode = await this.codes.redeem(secret, verifier);
    if (link === undefined || userId !== principal.userId) throw new AppError(AuthErrors.OAUTH_CODE_INVALID);
    if (!(await this.identities.connect(userId, provider, link.subject, link.email))) {
      throw new AppError(AuthErrors.OAUTH_IDENTITY_TAKEN);
    }
    await this.audit.record({ action: 'identity.linked', userId, origin, details: { provider } });
  }

  /** @throws AppError IDENTITY_NOT_FOUND, LAST_WAY_IN */
  async unlink(provider: OAuthProviderName, { userId }: Principal, origin: RequestOrigin): Promise<void> {
    const identities = await this.identities.list(userId);
    if (!identities.some((identity) => identity.provider === provider)) {
      throw new AppError(AuthErrors.IDENTITY_NOT_FOUND);
    }
    const user = await this.users.findById(userId);
    if (user?.passwordHash === null && identities.length === 1) throw new AppError(AuthErrors.LAST_WAY_IN);
    await this.identities.disconnect(userId, provider);
    await this.audit.record({ action: 'identity.unlinked', userId, origin, details: { provider } });
  }

  /** @returns the id of the new user. */
  private async register(profile: OAuthProfile, email: string | null, origin: RequestOrigin): Promise<string> {
    const { provider, subject, fullName } = profile;
    if (email === null) throw new AppError(AuthErrors.OAUTH_EMAIL_UNVERIFIED);
    const user = await this.users.create({
      email,
      passwordHash: null,
      fullName: fullName?.slice(0, 200) ?? null,
      companyName: null,
      emailVerifiedAt: new Date(),
    });
    if (!user) throw new AppError(AuthErrors.OAUTH_LINK_REQUIRED, { params: { provider } });
    await this.identities.connect(user.id, provider, subject, email);
    await this.audit.record({ action: 'account.registered', userId: user.id, origin, details: { provider } });
    return user.id;
  }
}
