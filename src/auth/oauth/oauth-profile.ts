export const OAUTH_PROVIDERS = ['google', 'github'] as const;
export type OAuthProviderName = (typeof OAUTH_PROVIDERS)[number];

/** Who somebody is at a provider. */
export interface OAuthProfile {
  readonly provider: OAuthProviderName;
  /** The provider's id of the account. */
  readonly subject: string;
  /** An address the provider has verified; null when it knows none. */
  readonly verifiedEmail: string | null;
  readonly fullName: string | null;
}
