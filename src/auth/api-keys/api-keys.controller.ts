import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../access/current-user.decorator.js';
import { type Principal } from '../access/principal.js';
import { type RequestOrigin, Origin } from '../access/request-origin.js';
import { RequirePermission } from '../access/require-permission.decorator.js';
import { ApiKeyDto, CreateApiKeyDto, NewApiKeyDto } from '../dto/api-key.dto.js';
import { IdParamDto } from '../dto/id-param.dto.js';
import { NoStore } from '../dto/no-store.decorator.js';
import { ApiKeysService } from './api-keys.service.js';

@ApiTags('Identity')
@Controller('auth/api-keys')
@RequirePermission('account:write')
export class ApiKeysController {
  constructor(private readonly keys: ApiKeysService) {}

  /** Lists your API keys, newest first; the keys themselves are shown only when they are made. */
  @Get()
  list(@CurrentUser() user: Principal): Promise<ApiKeyDto[]> {
    return this.keys.list(user);
  }

  /** Makes an API key. Send it as `Authorization: Bearer tf_…`. */
  @Post()
  @NoStore()
  create(
    @Body() wanted: CreateApiKeyDto,
    @CurrentUser() user: Principal,
    @Origin() origin: RequestOrigin,
  ): Promise<NewApiKeyDto> {
    return this.keys.create(wanted, user, origin);
  }

  /** Deletes an API key; it is refused from now on, and its open event streams end. */
  @Delete(':id')
  @HttpCode(204)
  delete(@Param() { id }: IdParamDto, @CurrentUser() user: Principal, @Origin() origin: RequestOrigin): Promise<void> {
    return this.keys.delete(id, user, origin);
  }
}
