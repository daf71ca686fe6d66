import { Body, Controller, Get, Header, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Request } from 'express';
import { CurrentUser } from './access/current-user.decorator.js';
import { type Principal } from './access/principal.js';
import { Public } from './access/public.decorator.js';
import { RequirePermission } from './access/require-permission.decorator.js';
import { AuthService } from './auth.service.js';
import { LogInDto } from './dto/log-in.dto.js';
import { RefreshDto } from './dto/refresh.dto.js';
import { RegisterDto } from './dto/register.dto.js';
import { StreamTicketDto } from './dto/stream-ticket.dto.js';
import { TokensDto } from './dto/tokens.dto.js';
import { UserDto } from './dto/user.dto.js';
import { deviceOf } from './logins/device.js';
import { STREAM_TICKET_SECONDS, StreamTickets } from './tokens/stream-tickets.js';

/** Answers that carry a secret must not stay in any cache (RFC 6749 §5.1). */
const NoStore = () => Header('Cache-Control', 'no-store');

@ApiTags('Identity')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly auth: AuthService,
    private readonly streamTickets: StreamTickets,
  ) {}

  /** Makes an account and logs it in. */
  @Post('register')
  @Public()
  @NoStore()
  register(@Body() account: RegisterDto, @Req() request: Request): Promise<TokensDto> {
    return this.auth.register(account, deviceOf(request));
  }

  /** Begins a login on this device. */
  @Post('login')
  @HttpCode(200)
  @Public()
  @NoStore()
  logIn(@Body() credentials: LogInDto, @Req() request: Request): Promise<TokensDto> {
    return this.auth.logIn(credentials, deviceOf(request));
  }

  /**
   * Gives new tokens for a refresh token, which is used up thereby.
   * @remarks One that comes a second time ends its login, except within ten seconds after its use: then the answer was
   * probably lost, and new tokens are given once more.
   */
  @Post('refresh')
  @HttpCode(200)
  @Public()
  @NoStore()
  refresh(@Body() { refresh_token: refreshToken }: RefreshDto): Promise<TokensDto> {
    return this.auth.refresh(refreshToken);
  }

  /** Ends this login at once, its access tokens included. */
  @Post('logout')
  @HttpCode(204)
  @RequirePermission('account:write')
  logOut(@CurrentUser() user: Principal): Promise<void> {
    return this.auth.logOut(user);
  }

  /** Who is logged in. */
  @Get('me')
  @RequirePermission('account:read')
  me(@CurrentUser() user: Principal): Promise<UserDto> {
    return this.auth.profile(user);
  }

  /** A single-use ticket that stands in for the access token where a browser's EventSource cannot send a header. */
  @Post('stream-ticket')
  @RequirePermission('agent:read')
  @NoStore()
  async streamTicket(@CurrentUser() user: Principal): Promise<StreamTicketDto> {
    return { ticket: await this.streamTickets.issue(user), expires_in: STREAM_TICKET_SECONDS };
  }
}
