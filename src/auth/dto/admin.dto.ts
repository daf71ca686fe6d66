import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Length, Max, Min } from 'class-validator';
import { type Role, ROLES } from '../access/permissions.js';
import { type User, USER_STATUSES, type UserStatus } from '../accounts/user.entity.js';
import { IsMoment } from './is-moment.decorator.js';
import { UserDto } from './user.dto.js';

/** Which accounts are asked for. */
export class UserQueryDto {
  /**
   * Part of the e-mail.
   * @example 'example.com'
   */
  @IsOptional()
  @IsString({ message: 'must be text' })
  @Length(1, 254, { message: 'must have 1 to 254 characters' })
  email?: string;

  /**
   * Only accounts in this state.
   * @example 'suspended'
   */
  @ApiPropertyOptional({ enum: USER_STATUSES })
  @IsOptional()
  @IsIn(USER_STATUSES, { message: `must be ${USER_STATUSES.join(', ')}` })
  status?: UserStatus;

  /**
   * Only accounts with this role.
   * @example 'admin'
   */
  @ApiPropertyOptional({ enum: ROLES })
  @IsOptional()
  @IsIn(ROLES, { message: `must be ${ROLES.join(' or ')}` })
  role?: Role;

  /**
   * The `cursor` of the page before.
   * @example '019aa7c5-7f3e-7b1a-9c41-2f6f0c7f9d10'
   */
  @IsOptional()
  @IsUUID(undefined, { message: 'must be the cursor of a page before' })
  cursor?: string;

  /**
   * Accounts a page, 1 to 100.
   * @example 50
   */
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 100, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'must be a whole number' })
  @Min(1, { message: 'must be at least 1' })
  @Max(100, { message: 'must be at most 100' })
  limit?: number;
}

/** A period. */
export class PeriodQueryDto {
  /**
   * Its first moment, RFC 3339, a day alone meaning its beginning in UTC; 30 days ago where nothing is said.
   * @example '2025-11-01T00:00:00Z'
   */
  @IsOptional()
  @IsMoment()
  from?: string;

  /**
   * The moment after its last, RFC 3339, a day alone meaning its beginning in UTC; now where nothing is said.
   * @example '2025-12-01T00:00:00Z'
   */
  @IsOptional()
  @IsMoment()
  to?: string;
}

/** An account, as an administrator sees it. What is stored encrypted is not shown. */
export class ManagedUserDto extends UserDto {
  /**
   * Whether the user may log in.
   * @example 'active'
   */
  @ApiProperty({ enum: USER_STATUSES })
  status!: UserStatus;

  static override of(user: User): Readonly<ManagedUserDto> {
    return { ...UserDto.of(user), status: user.status };
  }
}

/** One page of accounts, newest first. */
export class ManagedUserPageDto {
  /** The accounts. */
  items!: ManagedUserDto[];

  /**
   * Asks for the next page; null at the end.
   * @example '019aa7c5-7f3e-7b1a-9c41-2f6f0c7f9d10'
   */
  cursor!: string | null;
}

/** How many logins were ended. */
export class EndedLoginsDto {
  /**
   * Logins.
   * @example 3
   */
  @ApiProperty({ type: 'integer' })
  ended!: number;
}

/** What a user did in a period. */
export class UserUsageDto {
  /**
   * The period's first moment, RFC 3339 UTC.
   * @example '2025-11-01T00:00:00.000Z'
   */
  from!: string;

  /**
   * The moment after its last, RFC 3339 UTC.
   * @example '2025-12-01T00:00:00.000Z'
   */
  to!: string;

  /**
   * Figures by name; which there are depends on the modules that are in use.
   * @example { "runs": 12, "total_tokens": 48211 }
   */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'number' } })
  figures!: Readonly<Record<string, number>>;
}
