import { IsString, Length } from 'class-validator';

/** What new tokens are got with. */
export class RefreshDto {
  /**
   * The newest refresh token of the login. It works once.
   * @example 'tfr_wJ3n8Qq0v4kZ1m6sT9yB2xC5dF7gH0jL3nP6rU8wXaE'
   */
  @IsString({ message: 'must be text' })
  @Length(1, 200, { message: 'must have 1 to 200 characters' })
  refresh_token!: string;
}
