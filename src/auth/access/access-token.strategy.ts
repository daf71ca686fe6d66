import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Strategy, type StrategyOptionsWithoutRequest } from 'passport-jwt';
import { accessTokenClaims } from '../tokens/access-token-claims.js';
import { TOKEN_AUDIENCE, TOKEN_ISSUER } from '../tokens/access-tokens.js';
import { SigningKey } from '../tokens/signing-key.js';
import { type AuthenticatedRequest } from './authenticated-request.js';
import { permissionsOf } from './permissions.js';
import { type Principal } from './principal.js';

/** The name under which passport knows the strategy. */
export const ACCESS_TOKEN = 'access-token';

/** Verifies the access token that the guard took from the request; no look-up, so it costs microseconds. */
@Injectable()
export class AccessTokenStrategy extends PassportStrategy(Strategy, ACCESS_TOKEN) {
  constructor(signingKey: SigningKey) {
    super({
      jwtFromRequest: (request: AuthenticatedRequest) => request.presentedToken ?? null,
      secretOrKeyProvider: (_request, token: string, done) => {
        const secret = signingKey.secretFor(token);
        done(secret === undefined ? new Error('Signed with an unknown key') : null, secret);
      },
      // Named, never taken from the token: otherwise its author would choose how it is checked.
      algorithms: ['HS256'],
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
      loginId: sid,
      tokenExpiresAt: new Date(exp * 1000),
    };
  }
}
