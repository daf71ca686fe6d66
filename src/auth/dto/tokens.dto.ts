import { ApiProperty } from '@nestjs/swagger';
import { UserDto } from './user.dto.js';

/** A login's fresh tokens and whose they are. */
export class TokensDto {
  /**
   * Goes into `Authorization: Bearer …`.
   * @example 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6Ii4uLiJ9...'
   */
  access_token!: string;

  /**
   * For `POST /auth/refresh`, once. Keep it as safe as a password.
   * @example 'tfr_wJ3n8Qq0v4kZ1m6sT9yB2xC5dF7gH0jL3nP6rU8wXaE'
   */
  refresh_token!: string;

  /**
   * How to send the access token.
   * @example 'bearer'
   */
  @ApiProperty({ enum: ['bearer'] })
  token_type!: 'bearer';

  /**
   * Life of the access token, in seconds.
   * @example 14400
   */
  @ApiProperty({ type: 'integer' })
  expires_in!: number;

  /** The user that is logged in. */
  user!: UserDto;
}
