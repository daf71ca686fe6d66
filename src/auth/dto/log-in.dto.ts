import { IsString, Length } from 'class-validator';
import { IsEmailAddress } from './is-email-address.decorator.js';

/** What one logs in with. */
export class LogInDto {
  /**
   * The address of the account.
   * @example 'lin@example.com'
   */
  @IsEmailAddress()
  email!: string;

  /**
   * The account's password. It need not satisfy today's rules: it may be older than they are.
   * @example 'correct-horse-7'
   */
  @IsString({ message: 'must be text' })
  @Length(1, 128, { message: 'must have 1 to 128 characters' })
  password!: string;
}
