import { Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../access/current-user.decorator.js';
import { type Principal } from '../access/principal.js';
import { Origin, type RequestOrigin } from '../access/request-origin.js';
import { RequirePermission } from '../access/require-permission.decorator.js';
import {
  EndedLoginsDto,
  ManagedUserDto,
  ManagedUserPageDto,
  PeriodQueryDto,
  UserQueryDto,
  UserUsageDto,
} from '../dto/admin.dto.js';
import { IdParamDto } from '../dto/id-param.dto.js';
import { AdminService } from './admin.service.js';

@ApiTags('Administration')
@Controller('admin/users')
@RequirePermission('admin:users')
export class AdminController {
  constructor(private readonly admin: AdminService) {}

  /** Lists accounts, newest first. */
  @Get()
  list(@Query() query: UserQueryDto): Promise<ManagedUserPageDto> {
    return this.admin.list(query);
  }

  /** Shows one account. */
  @Get(':id')
  get(@Param() { id }: IdParamDto): Promise<ManagedUserDto> {
    return this.admin.get(id);
  }

  /** Keeps a user out, at once: logins, event streams and runs end, API keys are refused. Nothing is lost. */
  @Post(':id/suspend')
  @HttpCode(200)
  suspend(
    @Param() { id }: IdParamDto,
    @CurrentUser() admin: Principal,
    @Origin() origin: RequestOrigin,
  ): Promise<ManagedUserDto> {
    return this.admin.suspend(id, admin, origin);
  }

  /** Lets a suspended user log in again. */
  @Post(':id/restore')
  @HttpCode(200)
  restore(
    @Param() { id }: IdParamDto,
    @CurrentUser() admin: Principal,
    @Origin() origin: RequestOrigin,
  ): Promise<ManagedUserDto> {
    return this.admin.restore(id, admin, origin);
  }

  /** Ends all logins of a user at once. */
  @Delete(':id/logins')
  async endLogins(
    @Param() { id }: IdParamDto,
    @CurrentUser() admin: Principal,
    @Origin() origin: RequestOrigin,
  ): Promise<EndedLoginsDto> {
    return { ended: await this.admin.endLogins(id, admin, origin) };
  }

  /** Shows what a user did in a period. */
  @Get(':id/usage')
  usage(@Param() { id }: IdParamDto, @Query() period: PeriodQueryDto): Promise<UserUsageDto> {
    return this.admin.usage(id, period);
  }
}
