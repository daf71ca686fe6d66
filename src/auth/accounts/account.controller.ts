import { Body, Controller, Get, HttpCode, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../access/current-user.decorator.js';
import { type Principal } from '../access/principal.js';
import { Public } from '../access/public.decorator.js';
import { Origin, type RequestOrigin } from '../access/request-origin.js';
import { RequirePermission } from '../access/require-permission.decorator.js';
import {
  ChangeEmailDto,
  ChangePasswordDto,
  DeleteAccountDto,
  EmailDto,
  EmailTokenDto,
  ResetPasswordDto,
} from '../dto/account.dto.js';
import { ProfileDto, UpdateProfileDto } from '../dto/profile.dto.js';
import { RateLimit } from '../rate-limits/rate-limit.decorator.js';
import { AccountDeletionService } from './account-deletion.service.js';
import { EmailService } from './email.service.js';
import { PasswordService } from './password.service.js';
import { ProfileService } from './profile.service.js';

@ApiTags('Identity')
@Controller('auth')
export class AccountController {
  constructor(
    private readonly profiles: ProfileService,
    private readonly passwords: PasswordService,
    private readonly emails: EmailService,
    private readonly deletion: AccountDeletionService,
  ) {}

  /** Who is logged in. */
  @Get('me')
  @RequirePermission('account:read')
  me(@CurrentUser() user: Principal): Promise<ProfileDto> {
    return this.profiles.read(user);
  }

  /** Changes your profile and your company's. */
  @Patch('me')
  @RequirePermission('account:write')
  update(
    @Body() changes: UpdateProfileDto,
    @CurrentUser() user: Principal,
    @Origin() origin: RequestOrigin,
  ): Promise<ProfileDto> {
    return this.profiles.update(user, changes, origin);
  }

  /** Deletes your account with its conversations, files and keys, at once and for good. What runs is stopped. */
  @Post('me/delete')
  @HttpCode(204)
  @RequirePermission('account:write')
  delete(
    @Body() { confirmation }: DeleteAccountDto,
    @CurrentUser() user: Principal,
    @Origin() origin: RequestOrigin,
  ): Promise<void> {
    return this.deletion.delete(user, confirmation, origin);
  }

  /** Changes your password; your other logins end. */
  @Post('password')
  @HttpCode(204)
  @RequirePermission('account:write')
  changePassword(
    @Body() { current_password: current, new_password: next }: ChangePasswordDto,
    @CurrentUser() user: Principal,
    @Origin() origin: RequestOrigin,
  ): Promise<void> {
    return this.passwords.change(user, current, next, origin);
  }

  /** Sends a link for a new password. The answer is the same whether or not there is such an account. */
  @Post('password/forgot')
  @HttpCode(202)
  @Public()
  @RateLimit('mail')
  forgotPassword(@Body() { email }: EmailDto, @Origin() origin: RequestOrigin): void {
    this.passwords.requestReset(email, origin);
  }

  /** Sets a new password by the link of a mail. All logins end, and all API keys are deleted. */
  @Post('password/reset')
  @HttpCode(204)
  @Public()
  @RateLimit('login')
  resetPassword(@Body() { token, password }: ResetPasswordDto, @Origin() origin: RequestOrigin): Promise<void> {
    return this.passwords.reset(token, password, origin);
  }

  /** Asks for another e-mail address. It counts once the link sent to it is followed. */
  @Post('email')
  @HttpCode(202)
  @RequirePermission('account:write')
  @RateLimit('mail')
  changeEmail(
    @Body() { email, password }: ChangeEmailDto,
    @CurrentUser() user: Principal,
    @Origin() origin: RequestOrigin,
  ): Promise<void> {
    return this.emails.requestChange(user, email, password, origin);
  }

  /** Takes the link of a verification mail, or of one to a new address. */
  @Post('email/verify')
  @HttpCode(204)
  @Public()
  @RateLimit('login')
  verifyEmail(@Body() { token }: EmailTokenDto, @Origin() origin: RequestOrigin): Promise<void> {
    return this.emails.verify(token, origin);
  }

  /** Sends the verification mail again. The answer is the same whether or not there is such an account. */
  @Post('email/verification')
  @HttpCode(202)
  @Public()
  @RateLimit('mail')
  resendVerification(@Body() { email }: EmailDto, @Origin() origin: RequestOrigin): void {
    this.emails.requestVerification(email, origin);
  }
}
