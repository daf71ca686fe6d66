import { ApiProperty } from '@nestjs/swagger';
import { IsEmailAddress } from './is-email-address.decorator.js';
import { IsNewPassword } from './is-new-password.decorator.js';
import { IsOptionalName } from './is-optional-name.decorator.js';

/** A new account. */
export class RegisterDto {
  /**
   * The address to log in with; case and surrounding blanks do not matter.
   * @example 'lin@example.com'
   */
  @IsEmailAddress()
  email!: string;

  /**
   * 8 to 128 characters with at least one letter and one digit.
   * @example 'correct-horse-7'
   */
  @IsNewPassword()
  password!: string;

  /**
   * How the user wants to be addressed.
   * @example '林晓'
   */
  @IsOptionalName()
  full_name?: string | null;

  /**
   * The company the user trades for.
   * @example 'Ningbo Lin Trading Co., Ltd.'
   */
  @IsOptionalName()
  company_name?: string | null;
}

/** The answer to a registration where e-mails must be verified. */
export class PendingRegistrationDto {
  /**
   * A mail went to the address; it says what to do.
   * @example 'verification_sent'
   */
  @ApiProperty({ enum: ['verification_sent'] })
  status!: 'verification_sent';
}
