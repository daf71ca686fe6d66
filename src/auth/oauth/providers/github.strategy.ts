import { callbackify } from 'node:util';
import { Strategy } from 'passport-github2';
import { z } from 'zod';
import { type OAuthProfile } from '../oauth-profile.js';
import { fetchProfile } from './fetch-profile.js';
import { asStateStore, type OAuthStrategyOptions } from './oauth-strategy-options.js';

/** https://docs.github.com/en/rest/users/users#get-the-authenticated-user */
const user = z.object({ id: z.number(), login: z.string(), name: z.string().nullish() });
/** https://docs.github.com/en/rest/users/emails#list-email-addresses-for-the-authenticated-user */
const emails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));

/** GitHub's OAuth, also that of a GitHub Enterprise Server. */
export class GitHubStrategy extends Strategy {
  private readonly apiUrl: string;

  constructor({ client, store }: OAuthStrategyOptions) {
    const web = client.baseUrl ?? 'https://github.com';
    super(
      {
        clientID: client.id,
        clientSecret: client.secret,
        // Each request names its own (`OAuthAuthenticator`).
        callbackURL: '',
        authorizationURL: `${web}/login/oauth/authorize`,
        tokenURL: `${web}/login/oauth/access_token`,
        scope: ['read:user', 'user:email'],
        pkce: true,
        state: true as unknown as string,
        store: asStateStore(store),
      },
      (
        _accessToken: string,
        _refreshToken: string,
        profile: OAuthProfile,
        done: (error: null, user: OAuthProfile) => void,
      ) => done(null, profile),
    );
    this.apiUrl = client.baseUrl === undefined ? 'https://api.github.com' : `${client.baseUrl}/api/v3`;
  }

  override userProfile(accessToken: string, done: (error?: Error | null, profile?: unknown) => void): void {
    callbackify(() => this.readProfile(accessToken))(done);
  }

  private async readProfile(accessToken: string): Promise<OAuthProfile> {
    const [{ id, login, name }, addresses] = await Promise.all([
      fetchProfile(`${this.apiUrl}/user`, accessToken, user),
      fetchProfile(`${this.apiUrl}/user/emails`, accessToken, emails),
    ]);
    return {
      provider: 'github',
      subject: String(id),
      // The list holds unverified ones too. Only the primary one is the user's word for themselves.
      verifiedEmail: addresses.find(({ primary, verified }) => primary && verified)?.email ?? null,
      fullName: name ?? login,
    };
  }
}
