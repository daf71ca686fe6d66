import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { timestamp } from '../../common/clock.js';
import { AUDIT_ACTIONS, type AuditAction, type AuditEvent } from '../audit/audit-event.entity.js';

/** Which part of the audit log is asked for. */
export class AuditQueryDto {
  /**
   * The `cursor` of the page before.
   * @example '019aa7c5-7f3e-7b1a-9c41-2f6f0c7f9d10'
   */
  @IsOptional()
  @IsUUID(undefined, { message: 'must be the cursor of a page before' })
  cursor?: string;

  /**
   * Events a page, 1 to 100.
   * @example 50
   */
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 100, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'must be a whole number' })
  @Min(1, { message: 'must be at least 1' })
  @Max(100, { message: 'must be at most 100' })
  limit?: number;

  /**
   * Only events of this kind.
   * @example 'login.failed'
   */
  @ApiPropertyOptional({ enum: AUDIT_ACTIONS })
  @IsOptional()
  @IsIn(AUDIT_ACTIONS, { message: 'must be an action of the audit log' })
  action?: AuditAction;
}

/** The same, for administrators: everybody's events or one user's. */
export class AdminAuditQueryDto extends AuditQueryDto {
  /**
   * Only events of this account.
   * @example '019aa7c5-7f3e-7b1a-9c41-2f6f0c7f9d10'
   */
  @IsOptional()
  @IsUUID(undefined, { message: 'must be an id' })
  user_id?: string;
}

/** One security event. */
export class AuditEventDto {
  /**
   * The event's id.
   * @example '019aa7c5-7f3e-7b1a-9c41-2f6f0c7f9d10'
   */
  id!: string;

  /**
   * When, RFC 3339 UTC.
   * @example '2025-11-22T08:30:00.000Z'
   */
  occurred_at!: string;

  /**
   * What.
   * @example 'login.succeeded'
   */
  @ApiProperty({ enum: AUDIT_ACTIONS })
  action!: AuditAction;

  /**
   * Whose account it is about; null where there is none.
   * @example '019aa7c5-7f3e-7b1a-9c41-2f6f0c7f9d10'
   */
  user_id!: string | null;

  /**
   * The administrator who did it; null where the user did.
   * @example '019aa7c5-7f3e-7b1a-9c41-2f6f0c7f9d10'
   */
  @ApiProperty({ type: 'string', nullable: true })
  actor_id!: string | null;

  /**
   * From which address.
   * @example '203.0.113.9'
   */
  ip_address!: string | null;

  /**
   * With which program.
   * @example 'Mozilla/5.0'
   */
  user_agent!: string | null;

  /**
   * In which request.
   * @example '0199c1f2-7d3a-7c55-9d0e-0a5f6f1f2b3c'
   */
  request_id!: string | null;

  /**
   * What else is known of it, by kind.
   * @example { "login_id": "019aa7c5-7f3e-7b1a-9c41-2f6f0c7f9d10" }
   */
  @ApiProperty({ type: 'object', additionalProperties: true })
  details!: Readonly<Record<string, unknown>>;

  static of(event: AuditEvent): AuditEventDto {
    return {
      id: event.id,
      occurred_at: timestamp(event.occurredAt),
      action: event.action,
      user_id: event.userId,
      actor_id: event.actorId,
      ip_address: event.ipAddress,
      user_agent: event.userAgent,
      request_id: event.requestId,
      details: event.details,
    };
  }
}

/** One page of the audit log, newest first. */
export class AuditPageDto {
  /** The events. */
  items!: AuditEventDto[];

  /**
   * Asks for the next page; null at the end.
   * @example '019aa7c5-7f3e-7b1a-9c41-2f6f0c7f9d10'
   */
  cursor!: string | null;

  static of(events: readonly AuditEvent[], limit: number): AuditPageDto {
    return {
      items: events.map((event) => AuditEventDto.of(event)),
      cursor: events.length < limit ? null : (events.at(-1)?.id ?? null),
    };
  }
}
