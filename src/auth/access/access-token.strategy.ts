import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Strategy, type StrategyOptionsWithoutRequest } from 'passport-jwt';
import { accessTokenClaims } from '../tokens/access-token-claims.js';
import { TOKEN_AUDIENCE, TOKEN_ISSUER } from '../tokens/access-tokens.js';
import { SigningKeys } from '../tokens/signing-keys.js';
import { type AuthenticatedRequest } from './authenticated-request.js';
import { permissionsOf } from './permissions.js';
import { type Principal } from './principal.js';

/** The name under which passport knows the strategy. */
export const ACCESS_TOKEN = 'access-token';

/** Verifies the access token that the guard took from the request; no look-up. What it found is remembered (`VerifiedTokens`). */
@Injectable()
export class AccessTokenStrategy extends PassportStrategy(Strategy, ACCESS_TOKEN) {
  constructor(signingKeys: SigningKeys) {
    super({
      jwtFromRequest: (request: AuthenticatedRequest) => request.presentedToken ?? null,
      secretOrKeyProvider: (_request, token: string, done) => {
        const key = signingKeys.keyFor(token);
        done(key === undefined ? new Error('Signed with an unknown key') : null, key as unknown as Buffer);
      },
      // Each key is for one of them alone: `keyFor` gives none to a token that names another.
      algorithms: ['HS256', 'ES256', 'RS256'],
      issuer: TOKEN_ISSUER,
      audience: TOKEN_AUDIENCE,
    } satisfies StrategyOptionsWithoutRequest);
  }

  /** False when a token of ours carries claims this version does not understand. */
  validate(payload: unknown): Principal | false {
    const claims = accessTokenClaims.safeParse(payload);
    if (!claims.success) return false;
    const { sub, role, sid, exp } = claims.data;
    return {
      userId: sub,
      role,
      permissions: permissionsOf(role),
      credential: { kind: 'login', id: sid },
      tokenExpiresAt: new Date(exp * 1000),
    };
  }
}
