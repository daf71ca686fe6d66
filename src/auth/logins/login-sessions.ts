import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { AppConfig } from '../../config/index.js';
import { type RequestOrigin } from '../access/request-origin.js';
import { RevokedCredentials } from '../access/revoked-credentials.js';
import { type User } from '../accounts/user.entity.js';
import { AuditLog } from '../audit/audit-log.js';
import { AuthErrors } from '../auth.errors.js';
import { TokensDto } from '../dto/tokens.dto.js';
import { UserDto } from '../dto/user.dto.js';
import { AccessTokens } from '../tokens/access-tokens.js';
import { hashOpaqueToken, newOpaqueToken } from '../tokens/opaque-token.js';
import { type RevocationReason } from './login.entity.js';
import { LoginsRepository } from './logins.repository.js';

const REFRESH_TOKEN_PREFIX = 'tfr_';

/** How a login came about. */
export type LoginMethod = 'password' | 'registration' | 'google' | 'github';

/** The life of a login from its beginning to its end, however the user was recognised. */
@Injectable()
export class LoginSessions {
  constructor(
    private readonly logins: LoginsRepository,
    private readonly revoked: RevokedCredentials,
    private readonly accessTokens: AccessTokens,
    private readonly audit: AuditLog,
    private readonly config: AppConfig,
  ) {}

  /**
   * @throws AppError ACCOUNT_SUSPENDED; the caller has made sure who it is, so it may be told. INVALID_CREDENTIALS when
   * the account was changed or shut since the caller looked at it.
   */
  async open(user: User, method: LoginMethod, origin: RequestOrigin): Promise<TokensDto> {
    if (user.status !== 'active') {
      await this.audit.record({ action: 'login.failed', userId: user.id, origin, details: { reason: user.status } });
      throw new AppError(AuthErrors.ACCOUNT_SUSPENDED);
    }
    const refreshToken = newOpaqueToken(REFRESH_TOKEN_PREFIX);
    const loginId = await this.logins.open({
      user,
      byPassword: method === 'password',
      origin,
      expiresAt: new Date(Date.now() + this.config.auth.refreshTokenMs),
      tokenHash: hashOpaqueToken(refreshToken),
    });
    if (loginId === undefined) {
      await this.audit.record({ action: 'login.failed', userId: user.id, origin, details: { reason: 'overtaken' } });
      throw new AppError(AuthErrors.INVALID_CREDENTIALS);
    }
    await this.audit.record({
      action: 'login.succeeded',
      userId: user.id,
      origin,
      details: { login_id: loginId, method },
    });
    return this.tokens(user, loginId, refreshToken);
  }

  /** @throws AppError REFRESH_TOKEN_INVALID; the reason is not told, as the one who asks may be a thief. */
  async refresh(refreshToken: string, origin: RequestOrigin): Promise<TokensDto> {
    const next = newOpaqueToken(REFRESH_TOKEN_PREFIX);
    const rotation = await this.logins.rotate(hashOpaqueToken(refreshToken), hashOpaqueToken(next), origin);
    if (rotation.ok) return this.tokens(rotation.user, rotation.loginId, next);
    const { login, replayed } = rotation;
    if (login) await this.revoked.add(login.id);
    if (login && replayed) {
      const details = { login_id: login.id };
      await this.audit.record({ action: 'login.replay_detected', userId: login.userId, origin, details });
    }
    throw new AppError(AuthErrors.REFRESH_TOKEN_INVALID);
  }

  /** Ends a login: its refresh tokens, and at once its access tokens and event streams too. */
  async end(loginId: string, reason: RevocationReason): Promise<void> {
    await this.logins.end(loginId, reason);
    await this.revoked.add(loginId);
  }

  /**
   * Ends all logins of a user, but for one where that is given.
   * @returns how many there were.
   */
  async endAll(userId: string, reason: RevocationReason, exceptId?: string): Promise<number> {
    const ended = await this.logins.endAll(userId, reason, exceptId);
    await this.revoked.add(...ended);
    return ended.length;
  }

  private async tokens(user: User, loginId: string, refreshToken: string): Promise<TokensDto> {
    return {
      access_token: await this.accessTokens.issue(user, loginId),
      refresh_token: refreshToken,
      token_type: 'bearer',
      expires_in: this.accessTokens.lifetime,
      user: UserDto.of(user),
    };
  }
}
