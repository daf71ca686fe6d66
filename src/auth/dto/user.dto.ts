import { ApiProperty } from '@nestjs/swagger';
import { timestamp } from '../../common/clock.js';
import { type Role, ROLES } from '../access/permissions.js';
import { type User } from '../accounts/user.entity.js';

/** A user, as the user sees it. */
export class UserDto {
  /**
   * The user's id.
   * @example '019aa7c5-7f3e-7b1a-9c41-2f6f0c7f9d10'
   */
  id!: string;

  /**
   * The address to log in with, normalised.
   * @example 'lin@example.com'
   */
  email!: string;

  /**
   * Whether the user has shown that the address is theirs.
   * @example true
   */
  email_verified!: boolean;

  /**
   * How the user wants to be addressed; null when not given.
   * @example '林晓'
   */
  full_name!: string | null;

  /**
   * The company the user trades for; null when not given.
   * @example 'Ningbo Lin Trading Co., Ltd.'
   */
  company_name!: string | null;

  /**
   * What the user is to the system; decides over the permissions.
   * @example 'user'
   */
  @ApiProperty({ enum: ROLES })
  role!: Role;

  /**
   * When the account was made, RFC 3339 UTC.
   * @example '2025-11-22T08:30:00.000Z'
   */
  created_at!: string;

  static of(user: User): Readonly<UserDto> {
    return {
      id: user.id,
      email: user.email,
      email_verified: user.emailVerifiedAt !== null,
      full_name: user.fullName,
      company_name: user.companyName,
      role: user.role,
      created_at: timestamp(user.createdAt),
    };
  }
}
