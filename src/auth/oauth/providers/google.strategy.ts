import { callbackify } from 'node:util';
import { Strategy, type VerifyCallback } from 'passport-google-oauth20';
import { z } from 'zod';
import { type OAuthRequest } from '../oauth-flow.js';
import { type OAuthProfile } from '../oauth-profile.js';
import { fetchProfile } from './fetch-profile.js';
import { asStateStore, type OAuthStrategyOptions } from './oauth-strategy-options.js';

/** https://developers.google.com/identity/openid-connect/openid-connect#obtaininguserprofileinformation */
const userInfo = z.object({
  sub: z.string().min(1),
  email: z.string().optional(),
  email_verified: z.boolean().optional(),
  name: z.string().optional(),
});

const idTokenClaims = z.object({ sub: z.string(), aud: z.string(), nonce: z.string(), exp: z.number() });

/** Google's OpenID Connect. */
export class GoogleStrategy extends Strategy {
  private readonly userInfoUrl: string;

  constructor({ client, store }: OAuthStrategyOptions) {
    const { baseUrl } = client;
    super(
      {
        clientID: client.id,
        clientSecret: client.secret,
        authorizationURL: `${baseUrl ?? 'https://accounts.google.com'}/o/oauth2/v2/auth`,
        tokenURL: `${baseUrl ?? 'https://oauth2.googleapis.com'}/token`,
        scope: ['openid', 'email', 'profile'],
        pkce: true,
        state: true,
        store: asStateStore(store),
        passReqToCallback: true,
      },
      // passport-oauth2 hands over what its callback has parameters for: with six also the id token.
      (
        request: OAuthRequest,
        _accessToken: string,
        _refreshToken: string,
        params: { id_token?: unknown },
        profile: unknown,
        done: VerifyCallback,
      ) => checkIdToken(request, params, profile as OAuthProfile, client.id, done),
    );
    this.userInfoUrl = `${baseUrl ?? 'https://openidconnect.googleapis.com'}/v1/userinfo`;
  }

  override authorizationParams(options: { nonce?: string }): object {
    return { ...super.authorizationParams(options), nonce: options.nonce };
  }

  override userProfile(accessToken: string, done: (error?: Error | null, profile?: unknown) => void): void {
    callbackify(() => this.readProfile(accessToken))(done);
  }

  private async readProfile(accessToken: string): Promise<OAuthProfile> {
    const { sub, email, email_verified, name } = await fetchProfile(this.userInfoUrl, accessToken, userInfo);
    return {
      provider: 'google',
      subject: sub,
      verifiedEmail: (email_verified && email) || null,
      fullName: name ?? null,
    };
  }
}

/**
 * The id token came straight from the token endpoint, so TLS vouches for who wrote it (OpenID Connect Core §3.1.3.7); it
 * proves that the login is the one this browser began (`nonce`), for us (`aud`), and of the user the profile tells of.
 */
function checkIdToken(
  request: OAuthRequest,
  params: { id_token?: unknown },
  profile: OAuthProfile,
  clientId: string,
  done: VerifyCallback,
): void {
  const claims = idTokenClaims.safeParse(payloadOf(params.id_token));
  const holds =
    claims.success &&
    claims.data.aud === clientId &&
    claims.data.sub === profile.subject &&
    claims.data.nonce === request.oauthFlow?.nonce &&
    claims.data.exp * 1000 > Date.now();
  done(holds ? null : new Error('The id token is not that of this login'), holds ? profile : false);
}

function payloadOf(token: unknown): unknown {
  if (typeof token !== 'string') return undefined;
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  } catch {
    return undefined;
  }
}
