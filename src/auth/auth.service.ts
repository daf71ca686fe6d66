import { Injectable } from '@nestjs/common';
import { AppError } from '../common/errors/app-error.js';
import { AppConfig } from '../config/index.js';
import { type Principal } from './access/principal.js';
import { PasswordHasher } from './accounts/password-hasher.js';
import { type User } from './accounts/user.entity.js';
import { UsersRepository } from './accounts/users.repository.js';
import { AuthErrors } from './auth.errors.js';
import { type LogInDto } from './dto/log-in.dto.js';
import { type RegisterDto } from './dto/register.dto.js';
import { TokensDto } from './dto/tokens.dto.js';
import { UserDto } from './dto/user.dto.js';
import { type Device } from './logins/device.js';
import { LoginsRepository } from './logins/logins.repository.js';
import { RevokedLogins } from './logins/revoked-logins.js';
import { AccessTokens } from './tokens/access-tokens.js';
import { hashOpaqueToken, newOpaqueToken } from './tokens/opaque-token.js';

const REFRESH_TOKEN_PREFIX = 'tfr_';

/** Registration, and the life of a login from its beginning to its end. */
@Injectable()
export class AuthService {
  constructor(
    private readonly users: UsersRepository,
    private readonly logins: LoginsRepository,
    private readonly revokedLogins: RevokedLogins,
    private readonly accessTokens: AccessTokens,
    private readonly passwords: PasswordHasher,
    private readonly config: AppConfig,
  ) {}

  /** @throws AppError EMAIL_TAKEN */
  async register(account: RegisterDto, device: Device): Promise<TokensDto> {
    const user = await this.users.create({
      email: account.email,
      passwordHash: await this.passwords.hash(account.password),
      fullName: account.full_name ?? null,
      companyName: account.company_name ?? null,
    });
    if (!user) throw new AppError(AuthErrors.EMAIL_TAKEN);
    return this.openLogin(user, device);
  }

  /** @throws AppError INVALID_CREDENTIALS, the same and after the same time for an unknown e-mail and a wrong password. */
  async logIn(credentials: LogInDto, device: Device): Promise<TokensDto> {
    const user = await this.users.findByEmail(credentials.email);
    const matches = await this.passwords.verify(user?.passwordHash, credentials.password);
    if (!user || !matches) throw new AppError(AuthErrors.INVALID_CREDENTIALS);
    return this.openLogin(user, device);
  }

  /** @throws AppError REFRESH_TOKEN_INVALID; the reason is not told, as the one who asks may be a thief. */
  async refresh(refreshToken: string): Promise<TokensDto> {
    const next = newOpaqueToken(REFRESH_TOKEN_PREFIX);
    const rotation = await this.logins.rotate(hashOpaqueToken(refreshToken), hashOpaqueToken(next));
    if (rotation.ok) return this.tokens(rotation.user, rotation.loginId, next);
    if (rotation.loginId) await this.revokedLogins.add(rotation.loginId);
    throw new AppError(AuthErrors.REFRESH_TOKEN_INVALID);
  }

  /** Ends the login the token belongs to: its refresh tokens, and at once its access tokens too. */
  async logOut(principal: Principal): Promise<void> {
    await this.logins.end(principal.loginId, 'logout');
    await this.revokedLogins.add(principal.loginId);
  }

  /** @throws AppError TOKEN_INVALID when the account is gone but the token still lives. */
  async profile(principal: Principal): Promise<UserDto> {
    const user = await this.users.findById(principal.userId);
    if (!user) throw new AppError(AuthErrors.TOKEN_INVALID);
    return UserDto.of(user);
  }

  private async openLogin(user: User, device: Device): Promise<TokensDto> {
    const refreshToken = newOpaqueToken(REFRESH_TOKEN_PREFIX);
    const loginId = await this.logins.open({
      userId: user.id,
      device,
      expiresAt: new Date(Date.now() + this.config.auth.refreshTokenMs),
      tokenHash: hashOpaqueToken(refreshToken),
    });
    return this.tokens(user, loginId, refreshToken);
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
