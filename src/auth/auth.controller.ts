import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiTags } from '@nestjs/swagger';
import { type Response } from 'express';
import { CurrentUser } from './access/current-user.decorator.js';
import { type Principal } from './access/principal.js';
import { Public } from './access/public.decorator.js';
import { Origin, type RequestOrigin } from './access/request-origin.js';
import { RequirePermission } from './access/require-permission.decorator.js';
import { AuthService } from './auth.service.js';
import { LogInDto } from './dto/log-in.dto.js';
import { NoStore } from './dto/no-store.decorator.js';
import { RefreshDto } from './dto/refresh.dto.js';
import { PendingRegistrationDto, RegisterDto } from './dto/register.dto.js';
import { StreamTicketDto } from './dto/stream-ticket.dto.js';
import { TokensDto } from './dto/tokens.dto.js';
import { LoginSessions } from './logins/login-sessions.js';
import { RateLimit } from './rate-limits/rate-limit.decorator.js';
import { STREAM_TICKET_SECONDS, StreamTickets } from './tokens/stream-tickets.js';

@ApiTags('Identity')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly auth: AuthService,
    private readonly sessions: LoginSessions,
    private readonly streamTickets: StreamTickets,
  ) {}

  /**
   * Makes an account and logs it in.
   * @remarks Where e-mails must be verified the answer is 202 instead, the same whether or not the address is taken: what
   * happened stands in a mail to it.
   */
  @Post('register')
  @Public()
  @RateLimit('register')
  @NoStore()
  @ApiCreatedResponse({ type: TokensDto, description: 'The account is logged in.' })
  @ApiAcceptedResponse({ type: PendingRegistrationDto, description: 'A mail was sent to the address.' })
  async register(
    @Body() account: RegisterDto,
    @Origin() origin: RequestOrigin,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TokensDto | PendingRegistrationDto> {
    const tokens = await this.auth.register(account, origin);
    if (tokens) return tokens;
    response.status(202);
    return { status: 'verification_sent' };
  }

  /** Begins a login on this device. */
  @Post('login')
  @HttpCode(200)
  @Public()
  @RateLimit('login')
  @NoStore()
  logIn(@Body() credentials: LogInDto, @Origin() origin: RequestOrigin): Promise<TokensDto> {
    return this.auth.logIn(credentials, origin);
  }

  /**
   * Gives new tokens for a refresh token, which is used up thereby.
   * @remarks One that comes a second time ends its login, except within ten seconds after its use: then the answer was
   * probably lost, and new tokens are given once more.
   */
  @Post('refresh')
  @HttpCode(200)
  @Public()
  @RateLimit('refresh')
  @NoStore()
  refresh(@Body() { refresh_token: token }: RefreshDto, @Origin() origin: RequestOrigin): Promise<TokensDto> {
    return this.sessions.refresh(token, origin);
  }

  /** A single-use ticket that stands in for the access token where a browser's EventSource cannot send a header. */
  @Post('stream-ticket')
  @RequirePermission('agent:read')
  @NoStore()
  async streamTicket(@CurrentUser() user: Principal): Promise<StreamTicketDto> {
    return { ticket: await this.streamTickets.issue(user), expires_in: STREAM_TICKET_SECONDS };
  }
}
