import { IsString, Length } from 'class-validator';
import { IsEmailAddress } from './is-email-address.decorator.js';
import { IsNewPassword } from './is-new-password.decorator.js';
import { IsPresentPassword } from './is-present-password.decorator.js';

/** An e-mail that something is to be sent to. */
export class EmailDto {
  /**
   * The address of the account.
   * @example 'lin@example.com'
   */
  @IsEmailAddress()
  email!: string;
}

/** The secret from the link of a mail. */
export class EmailTokenDto {
  /**
   * What stands after `#token=` in the link.
   * @example 'tfv_5dF7gH0jL3nP6rU8wXaEwJ3n8Qq0v4kZ1m6sT9yB2xC'
   */
  @IsString({ message: 'must be text' })
  @Length(1, 200, { message: 'must have 1 to 200 characters' })
  token!: string;
}

/** A new password, by the link of a mail. */
export class ResetPasswordDto extends EmailTokenDto {
  /**
   * 8 to 128 characters with a letter and a digit, not easy to guess.
   * @example 'quiet-harbour-41'
   */
  @IsNewPassword()
  password!: string;
}

/** A new password for who knows the old one. */
export class ChangePasswordDto {
  /**
   * The present password.
   * @example 'correct-horse-7'
   */
  @IsPresentPassword()
  current_password!: string;

  /**
   * 8 to 128 characters with a letter and a digit, not easy to guess.
   * @example 'quiet-harbour-41'
   */
  @IsNewPassword()
  new_password!: string;
}

/** Another address for the account. */
export class ChangeEmailDto {
  /**
   * The new address. It counts once the link sent to it is followed.
   * @example 'xiao.lin@example.com'
   */
  @IsEmailAddress()
  email!: string;

  /**
   * The present password.
   * @example 'correct-horse-7'
   */
  @IsPresentPassword()
  password!: string;
}

/** The wish to delete one's account. */
export class DeleteAccountDto {
  /**
   * The present password; of an account that has none, its e-mail.
   * @example 'correct-horse-7'
   */
  @IsPresentPassword()
  confirmation!: string;
}
