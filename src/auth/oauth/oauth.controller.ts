import { Body, Controller, Get, HttpCode, Logger, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiFoundResponse, ApiTags } from '@nestjs/swagger';
import { type Response } from 'express';
import { AppError } from '../../common/errors/app-error.js';
import { API_PREFIX } from '../../common/http/configure-http.js';
import { AppConfig } from '../../config/index.js';
import { CurrentUser } from '../access/current-user.decorator.js';
import { type Principal } from '../access/principal.js';
import { Public } from '../access/public.decorator.js';
import { Origin, type RequestOrigin } from '../access/request-origin.js';
import { RequirePermission } from '../access/require-permission.decorator.js';
import { NoStore } from '../dto/no-store.decorator.js';
import { BeginOAuthDto, LoginWaysDto, OAuthCodeDto, OAuthLinkDto, OAuthProviderParamDto } from '../dto/oauth.dto.js';
import { TokensDto } from '../dto/tokens.dto.js';
import { RateLimit } from '../rate-limits/rate-limit.decorator.js';
import { LinkTickets } from './link-tickets.js';
import { OAuthAuthenticator } from './oauth-authenticator.js';
import { type OAuthRequest } from './oauth-flow.js';
import { type OAuthProviderName } from './oauth-profile.js';
import { OAuthProviders } from './oauth-providers.js';
import { OAuthService } from './oauth.service.js';

/** The page of the front end where a login through a provider ends. */
const FRONTEND_CALLBACK = '/auth/callback';

/** Login through Google and GitHub: authorization code, state, PKCE and nonce; no token is ever in a URL. */
@ApiTags('Identity')
@Controller('auth')
export class OAuthController {
  private readonly logger = new Logger(OAuthController.name);

  constructor(
    private readonly providers: OAuthProviders,
    private readonly authenticator: OAuthAuthenticator,
    private readonly oauth: OAuthService,
    private readonly tickets: LinkTickets,
    private readonly config: AppConfig,
  ) {}

  /** Tells which ways to log in there are. */
  @Get('providers')
  @Public()
  ways(): LoginWaysDto {
    return {
      password: true,
      email_verification_required: this.config.auth.emailVerificationRequired,
      providers: this.providers.names().map((name) => ({ name, url: pathOf(name) })),
    };
  }

  /** Sends the browser to the provider. Open it as a page, not by a script. */
  @Get('oauth/:provider')
  @Public()
  @RateLimit('login')
  @NoStore()
  @ApiFoundResponse({ description: 'To the provider.' })
  async begin(
    @Param() { provider }: OAuthProviderParamDto,
    @Query() query: BeginOAuthDto,
    @Req() request: OAuthRequest,
    @Res() response: Response,
  ): Promise<void> {
    // Before a ticket is used up for nothing.
    this.providers.strategy(provider);
    const linkUserId = query.link_ticket && (await this.tickets.redeem(query.link_ticket));
    this.authenticator.begin(provider, request, response, { linkUserId, codeChallenge: query.code_challenge });
  }

  /** Where the provider sends the browser back to. It ends at the front end, with a one-time code or with an error. */
  @Get('oauth/:provider/callback')
  @Public()
  @RateLimit('login')
  @NoStore()
  @ApiFoundResponse({ description: 'To the front end, with `code` and `action` (`login` or `link`), or with `error`.' })
  async callback(
    @Param() { provider }: OAuthProviderParamDto,
    @Origin() origin: RequestOrigin,
    @Req() request: OAuthRequest,
    @Res() response: Response,
  ): Promise<void> {
    const result = await this.arrive(provider, request, response, origin);
    response.redirect(
      302,
      `${this.config.auth.frontendUrl}${FRONTEND_CALLBACK}?${new URLSearchParams(result).toString()}`,
    );
  }

  /** Gives the tokens for a one-time code. */
  @Post('oauth/exchange')
  @HttpCode(200)
  @Public()
  @RateLimit('login')
  @NoStore()
  exchange(
    @Body() { code, code_verifier: verifier }: OAuthCodeDto,
    @Origin() origin: RequestOrigin,
  ): Promise<TokensDto> {
    return this.oauth.exchange(code, verifier, origin);
  }

  /** Begins to connect a provider to your account; send the browser to the answer's `url`. */
  @Post('oauth/:provider/link')
  @HttpCode(200)
  @RequirePermission('account:write')
  @NoStore()
  async link(@Param() { provider }: OAuthProviderParamDto, @CurrentUser() user: Principal): Promise<OAuthLinkDto> {
    this.providers.strategy(provider);
    return { url: `${pathOf(provider)}?link_ticket=${await this.tickets.issue(user.userId)}` };
  }

  /** Confirms, with the one-time code the front end got, that the provider is to be connected to your account. */
  @Post('oauth/link')
  @HttpCode(204)
  @RequirePermission('account:write')
  confirmLink(
    @Body() { code, code_verifier: verifier }: OAuthCodeDto,
    @CurrentUser() user: Principal,
    @Origin() origin: RequestOrigin,
  ): Promise<void> {
    return this.oauth.confirmLink(code, verifier, user, origin);
  }

  /** A browser is on its way here: it is shown the error where it can be understood, in the front end. */
  private async arrive(
    provider: OAuthProviderName,
    request: OAuthRequest,
    response: Response,
    origin: RequestOrigin,
  ): Promise<{ code: string; action: string } | { error: string; provider: string }> {
    try {
      const { profile, flow } = await this.authenticator.complete(provider, request, response);
      const code = await this.oauth.arrive(profile, flow, origin);
      return { code, action: flow.linkUserId === undefined ? 'login' : 'link' };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const line = { request_id: origin.requestId, code: error.code, provider, err: error.cause };
      this.logger.warn(line, 'A login through a provider failed');
      return { error: error.code, provider };
    }
  }
}

function pathOf(provider: OAuthProviderName): string {
  return `${API_PREFIX}/auth/oauth/${provider}`;
}
