import { type StrategyOptionsWithRequest } from 'passport-google-oauth20';
import { type OAuthFlowStore } from '../oauth-flow.js';

/** What a strategy of any provider is made with. */
export interface OAuthStrategyOptions {
  readonly client: { readonly id: string; readonly secret: string; readonly baseUrl: string | undefined };
  readonly store: OAuthFlowStore;
}

/** The typings know no store with PKCE, whose `store` has five parameters; passport-oauth2 goes by their number. */
export function asStateStore(store: OAuthFlowStore): StrategyOptionsWithRequest['store'] {
  return store as unknown as StrategyOptionsWithRequest['store'];
}
