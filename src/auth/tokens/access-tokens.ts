import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { SECOND } from '../../common/clock.js';
import { newId } from '../../common/ids.js';
import { AppConfig } from '../../config/index.js';
import { type Role } from '../access/permissions.js';
import { type AccessTokenClaims } from './access-token-claims.js';
import { SigningKeys } from './signing-keys.js';

export const TOKEN_ISSUER = 'tradeflow';
export const TOKEN_AUDIENCE = 'tradeflow-api';

/** Signs access tokens: JWTs that every process verifies by itself. */
@Injectable()
export class AccessTokens {
  /** Life of a token, in seconds. */
  readonly lifetime: number;

  constructor(
    private readonly jwt: JwtService,
    private readonly signingKeys: SigningKeys,
    config: AppConfig,
  ) {
    this.lifetime = config.auth.accessTokenMs / SECOND;
  }

  issue(user: { id: string; role: Role }, loginId: string): Promise<string> {
    const claims: Omit<AccessTokenClaims, 'exp'> = { sub: user.id, role: user.role, sid: loginId, jti: newId() };
    const { id, algorithm, key } = this.signingKeys.current;
    return this.jwt.signAsync(claims, {
      privateKey: key,
      keyid: id,
      algorithm,
      issuer: TOKEN_ISSUER,
      audience: TOKEN_AUDIENCE,
      expiresIn: this.lifetime,
    });
  }
}
