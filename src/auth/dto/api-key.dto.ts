import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsIn, IsInt, Max, Min } from 'class-validator';
import { timestamp } from '../../common/clock.js';
import { MayBeLeftOut } from '../../common/http/left-out.decorators.js';
import { API_KEY_SCOPES, type Permission } from '../access/permissions.js';
import { type ApiKey } from '../api-keys/api-key.entity.js';
import { IsName } from './is-name.decorator.js';

/** A new API key. */
export class CreateApiKeyDto {
  /**
   * Your word for it: what it is used by.
   * @example 'nightly price report'
   */
  @IsName()
  name!: string;

  /**
   * What the key may do, and nothing else.
   * @example ["agent:query", "agent:read"]
   */
  @ApiProperty({ enum: API_KEY_SCOPES, isArray: true })
  @IsArray({ message: 'must be a list' })
  @ArrayNotEmpty({ message: 'must name at least one scope' })
  @ArrayMaxSize(API_KEY_SCOPES.length, { message: 'must name each scope once' })
  @IsIn(API_KEY_SCOPES, { each: true, message: `must be among ${API_KEY_SCOPES.join(', ')}` })
  scopes!: Permission[];

  /**
   * Days until it stops working, 1 to 365; 90 where nothing is said.
   * @example 90
   */
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 365, default: 90 })
  @MayBeLeftOut()
  @IsInt({ message: 'must be a whole number' })
  @Min(1, { message: 'must be at least 1' })
  @Max(365, { message: 'must be at most 365' })
  expires_in_days?: number;
}

/** An API key, without the key itself. */
export class ApiKeyDto {
  /**
   * The key's id.
   * @example '019aa7c5-7f3e-7b1a-9c41-2f6f0c7f9d10'
   */
  id!: string;

  /**
   * Your word for it.
   * @example 'nightly price report'
   */
  name!: string;

  /**
   * How the key begins.
   * @example 'tf_5dF7g'
   */
  prefix!: string;

  /**
   * What it may do.
   * @example ["agent:query", "agent:read"]
   */
  @ApiProperty({ enum: API_KEY_SCOPES, isArray: true })
  scopes!: Permission[];

  /**
   * When it was made, RFC 3339 UTC.
   * @example '2025-11-22T08:30:00.000Z'
   */
  created_at!: string;

  /**
   * When it stops working, RFC 3339 UTC.
   * @example '2026-02-20T08:30:00.000Z'
   */
  expires_at!: string;

  /**
   * When it was last used, to the minute; null when it never was.
   * @example '2025-11-23T02:00:00.000Z'
   */
  last_used_at!: string | null;

  static of(key: ApiKey): Readonly<ApiKeyDto> {
    return {
      id: key.id,
      name: key.name,
      prefix: key.prefix,
      scopes: key.scopes,
      created_at: timestamp(key.createdAt),
      expires_at: timestamp(key.expiresAt),
      last_used_at: key.lastUsedAt && timestamp(key.lastUsedAt),
    };
  }
}

/** An API key that was just made. */
export class NewApiKeyDto extends ApiKeyDto {
  /**
   * The key. It is shown here and never again.
   * @example 'tf_5dF7gH0jL3nP6rU8wXaEwJ3n8Qq0v4kZ1m6sT9yB2xC'
   */
  key!: string;
}
