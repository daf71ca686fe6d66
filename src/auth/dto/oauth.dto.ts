import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import { timestamp } from '../../common/clock.js';
import { MayBeLeftOut } from '../../common/http/left-out.decorators.js';
import { type ConnectedIdentity } from '../oauth/identities.repository.js';
import { OAUTH_PROVIDERS, type OAuthProviderName } from '../oauth/oauth-profile.js';

/** The provider in a path. */
export class OAuthProviderParamDto {
  /**
   * The identity provider.
   * @example 'google'
   */
  @ApiProperty({ enum: OAUTH_PROVIDERS })
  @IsIn(OAUTH_PROVIDERS, { message: `must be ${OAUTH_PROVIDERS.join(' or ')}` })
  provider!: OAuthProviderName;
}

/** How a login through a provider begins. */
export class BeginOAuthDto {
  /**
   * PKCE of the front end for the one-time code (RFC 7636, S256): then only the page that began can exchange it.
   * @example 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
   */
  @IsOptional()
  @Matches(/^[\w-]{43}$/, { message: 'must be a SHA-256 in base64url' })
  code_challenge?: string;

  /**
   * From `POST /auth/oauth/{provider}/link`: connects the provider to that account instead of logging in.
   * @example 'tfk_5dF7gH0jL3nP6rU8wXaEwJ3n8Qq0v4kZ1m6sT9yB2xC'
   */
  @IsOptional()
  @IsString({ message: 'must be text' })
  @Length(1, 200, { message: 'must have 1 to 200 characters' })
  link_ticket?: string;
}

/** The one-time code from the URL of the front end. */
export class OAuthCodeDto {
  /**
   * What stood after `code=`.
   * @example 'tfo_5dF7gH0jL3nP6rU8wXaEwJ3n8Qq0v4kZ1m6sT9yB2xC'
   */
  @IsString({ message: 'must be text' })
  @Length(1, 200, { message: 'must have 1 to 200 characters' })
  code!: string;

  /**
   * What the `code_challenge` was made from, where there was one.
   * @example 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
   */
  @MayBeLeftOut()
  @Matches(/^[\w.~-]{43,128}$/, { message: 'must be the code_verifier of RFC 7636' })
  code_verifier?: string;
}

/** A way to log in through a provider. */
export class OAuthProviderDto {
  /**
   * The provider.
   * @example 'google'
   */
  @ApiProperty({ enum: OAUTH_PROVIDERS })
  name!: OAuthProviderName;

  /**
   * Where to send the browser.
   * @example '/api/v1/auth/oauth/google'
   */
  url!: string;
}

/** The ways to log in. */
export class LoginWaysDto {
  /**
   * Whether e-mail and password are one of them.
   * @example true
   */
  password!: boolean;

  /**
   * Whether an account works only once its e-mail is verified.
   * @example false
   */
  email_verification_required!: boolean;

  /** The providers that are set up; none is no error. */
  providers!: OAuthProviderDto[];
}

/** Where to send the browser next. */
export class OAuthLinkDto {
  /**
   * Path of this server; good once, for one minute.
   * @example '/api/v1/auth/oauth/google?link_ticket=tfk_5dF7gH0jL3nP6rU8wXaEwJ3n8Qq0v4kZ1m6sT9yB2xC'
   */
  url!: string;
}

/** A provider that is connected to the account. */
export class IdentityDto {
  /**
   * The provider.
   * @example 'google'
   */
  @ApiProperty({ enum: OAUTH_PROVIDERS })
  provider!: OAuthProviderName;

  /**
   * The address of the account there, when it was connected.
   * @example 'lin@example.com'
   */
  email!: string;

  /**
   * Since when, RFC 3339 UTC.
   * @example '2025-11-22T08:30:00.000Z'
   */
  connected_at!: string;

  static of({ provider, email, createdAt }: ConnectedIdentity): IdentityDto {
    return { provider, email, connected_at: timestamp(createdAt) };
  }
}
