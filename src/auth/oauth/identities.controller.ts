import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../access/current-user.decorator.js';
import { type Principal } from '../access/principal.js';
import { Origin, type RequestOrigin } from '../access/request-origin.js';
import { RequirePermission } from '../access/require-permission.decorator.js';
import { IdentityDto, OAuthProviderParamDto } from '../dto/oauth.dto.js';
import { IdentitiesRepository } from './identities.repository.js';
import { OAuthService } from './oauth.service.js';

@ApiTags('Identity')
@Controller('auth/identities')
export class IdentitiesController {
  constructor(
    private readonly identities: IdentitiesRepository,
    private readonly oauth: OAuthService,
  ) {}

  /** Lists the providers that are connected to your account. */
  @Get()
  @RequirePermission('account:read')
  async list(@CurrentUser() user: Principal): Promise<IdentityDto[]> {
    return (await this.identities.list(user.userId)).map((identity) => IdentityDto.of(identity));
  }

  /** Disconnects a provider; the last way into an account stays. */
  @Delete(':provider')
  @HttpCode(204)
  @RequirePermission('account:write')
  disconnect(
    @Param() { provider }: OAuthProviderParamDto,
    @CurrentUser() user: Principal,
    @Origin() origin: RequestOrigin,
  ): Promise<void> {
    return this.oauth.unlink(provider, user, origin);
  }
}
