import { setTimeout } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type Response } from 'express';
import passport, { type AuthenticateOptions } from 'passport';
import { SECOND } from '../../common/clock.js';
import { AppError } from '../../common/errors/app-error.js';
import { API_PREFIX } from '../../common/http/configure-http.js';
import { AppConfig } from '../../config/index.js';
import { AuthErrors } from '../auth.errors.js';
import { newOpaqueToken } from '../tokens/opaque-token.js';
import { type OAuthFlow, type OAuthRequest } from './oauth-flow.js';
import { type OAuthProfile, type OAuthProviderName } from './oauth-profile.js';
import { OAuthProviders } from './oauth-providers.js';

/** A provider that does not answer within this time has failed. */
const PROVIDER_TIMEOUT_MS = 20 * SECOND;

/** Runs the provider's side of a login, by passport. */
@Injectable()
export class OAuthAuthenticator {
  constructor(
    private readonly providers: OAuthProviders,
    private readonly config: AppConfig,
  ) {}

  /** Sends the browser to the provider. @throws AppError OAUTH_PROVIDER_UNAVAILABLE */
  begin(name: OAuthProviderName, request: OAuthRequest, response: Response, flow: Omit<OAuthFlow, 'nonce'>): void {
    const nonce = newOpaqueToken('');
    request.oauthFlow = { ...flow, nonce };
    const options = { ...this.optionsFor(name, request), nonce };
    passport.authenticate(this.providers.strategy(name), options)(request, response, (error: unknown) => {
      throw error;
    });
  }

  /**
   * Takes what the provider sent the browser back with.
   * @throws AppError OAUTH_CONSENT_DENIED, OAUTH_STATE_INVALID, OAUTH_PROVIDER_FAILED, OAUTH_PROVIDER_UNAVAILABLE
   */
  async complete(
    name: OAuthProviderName,
    request: OAuthRequest,
    response: Response,
  ): Promise<{ profile: OAuthProfile; flow: OAuthFlow }> {
    const strategy = this.providers.strategy(name);
    if (request.query.error === 'access_denied') throw new AppError(AuthErrors.OAUTH_CONSENT_DENIED);
    if (request.query.error !== undefined) throw new AppError(AuthErrors.OAUTH_PROVIDER_FAILED);
    // Without a code passport would begin another login.
    if (typeof request.query.code !== 'string') throw new AppError(AuthErrors.OAUTH_STATE_INVALID);
    const answered = new Promise<OAuthProfile>((resolve, reject) => {
      const done = (error: unknown, profile: unknown) => {
        if (error) reject(new AppError(AuthErrors.OAUTH_PROVIDER_FAILED, { cause: error }));
        // The store of the flow is the only one that makes a strategy fail.
        else if (!profile) reject(new AppError(AuthErrors.OAUTH_STATE_INVALID));
        else resolve(profile as OAuthProfile);
      };
      passport.authenticate(strategy, this.optionsFor(name, request), done)(request, response, reject);
    });
    const tooLate = setTimeout(PROVIDER_TIMEOUT_MS, undefined, { ref: false }).then(() => {
      throw new AppError(AuthErrors.OAUTH_PROVIDER_FAILED);
    });
    const profile = await Promise.race([answered, tooLate]);
    return { profile, flow: request.oauthFlow ?? { nonce: '' } };
  }

  /** The callback must be an address that is registered with the provider, so a forged Host gets nobody anywhere. */
  private optionsFor(name: OAuthProviderName, request: OAuthRequest): AuthenticateOptions {
    const origin = this.config.auth.publicUrl ?? `${request.protocol}://${request.get('host')}`;
    const callbackURL = `${origin.replace(/\/+$/, '')}${API_PREFIX}/auth/oauth/${name}/callback`;
    return { session: false, callbackURL } as AuthenticateOptions;
  }
}
