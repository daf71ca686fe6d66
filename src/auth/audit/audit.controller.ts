import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../access/current-user.decorator.js';
import { type Principal } from '../access/principal.js';
import { RequirePermission } from '../access/require-permission.decorator.js';
import { AdminAuditQueryDto, AuditPageDto, AuditQueryDto } from '../dto/audit.dto.js';
import { type AuditFilter, AuditRepository } from './audit.repository.js';

const DEFAULT_PAGE = 50;

@ApiTags('Identity')
@Controller()
export class AuditController {
  constructor(private readonly events: AuditRepository) {}

  /** Reads what happened to your account, newest first. */
  @Get('auth/audit')
  @RequirePermission('account:read')
  own(@Query() query: AuditQueryDto, @CurrentUser() user: Principal): Promise<AuditPageDto> {
    return this.page(query, { userId: user.userId });
  }

  /** Reads what happened to all accounts, or to one, newest first. */
  @Get('admin/audit')
  @RequirePermission('admin:audit')
  everybodys(@Query() query: AdminAuditQueryDto): Promise<AuditPageDto> {
    return this.page(query, { userId: query.user_id });
  }

  private async page(query: AuditQueryDto, of: Pick<AuditFilter, 'userId'>): Promise<AuditPageDto> {
    const limit = query.limit ?? DEFAULT_PAGE;
    return AuditPageDto.of(await this.events.list({ ...of, action: query.action, before: query.cursor, limit }), limit);
  }
}
