import { Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../access/current-user.decorator.js';
import { type Principal } from '../access/principal.js';
import { Origin, type RequestOrigin } from '../access/request-origin.js';
import { RequirePermission } from '../access/require-permission.decorator.js';
import { IdParamDto } from '../dto/id-param.dto.js';
import { LoginDto } from '../dto/login.dto.js';
import { LoginsService } from './logins.service.js';

@ApiTags('Identity')
@Controller('auth')
export class LoginsController {
  constructor(private readonly logins: LoginsService) {}

  /** Ends this login at once, its access tokens and event streams included. */
  @Post('logout')
  @HttpCode(204)
  @RequirePermission('account:write')
  logOut(@CurrentUser() user: Principal, @Origin() origin: RequestOrigin): Promise<void> {
    return this.logins.logOut(user, origin);
  }

  /** Ends all your logins at once, on every device. API keys stay. */
  @Post('logout-all')
  @HttpCode(204)
  @RequirePermission('account:write')
  logOutAll(@CurrentUser() user: Principal, @Origin() origin: RequestOrigin): Promise<void> {
    return this.logins.logOutAll(user, origin);
  }

  /** Lists where you are logged in, the most recently used first. */
  @Get('logins')
  @RequirePermission('account:read')
  list(@CurrentUser() user: Principal): Promise<LoginDto[]> {
    return this.logins.list(user);
  }

  /** Ends one of your logins at once. */
  @Delete('logins/:id')
  @HttpCode(204)
  @RequirePermission('account:write')
  end(@Param() { id }: IdParamDto, @CurrentUser() user: Principal, @Origin() origin: RequestOrigin): Promise<void> {
    return this.logins.end(id, user, origin);
  }
}
