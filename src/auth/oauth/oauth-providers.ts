import { Injectable } from '@nestjs/common';
import { type Strategy } from 'passport';
import { AppError } from '../../common/errors/app-error.js';
import { AppConfig } from '../../config/index.js';
import { AuthErrors } from '../auth.errors.js';
import { FieldCipher } from '../encryption/field-cipher.js';
import { OAuthFlowStore } from './oauth-flow.js';
import { type OAuthProviderName } from './oauth-profile.js';
import { GitHubStrategy } from './providers/github.strategy.js';
import { GoogleStrategy } from './providers/google.strategy.js';

/** The providers that are configured. */
@Injectable()
export class OAuthProviders {
  private readonly strategies = new Map<OAuthProviderName, Strategy>();

  constructor({ auth, production }: AppConfig, cipher: FieldCipher) {
    const storeOf = (name: OAuthProviderName) => new OAuthFlowStore(name, cipher, production);
    if (auth.google) {
      this.strategies.set('google', new GoogleStrategy({ client: auth.google, store: storeOf('google') }));
    }
    if (auth.github) {
      this.strategies.set('github', new GitHubStrategy({ client: auth.github, store: storeOf('github') }));
    }
  }

  names(): OAuthProviderName[] {
    return [...this.strategies.keys()];
  }

  /** @throws AppError OAUTH_PROVIDER_UNAVAILABLE */
  strategy(name: OAuthProviderName): Strategy {
    const strategy = this.strategies.get(name);
    if (!strategy) throw new AppError(AuthErrors.OAUTH_PROVIDER_UNAVAILABLE);
    return strategy;
  }
}
