import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { type Response } from 'express';
import { ExtractJwt } from 'passport-jwt';
import { AppError } from '../../common/errors/app-error.js';
import { AppConfig } from '../../config/index.js';
import { AuthErrors } from '../auth.errors.js';
import { RevokedLogins } from '../logins/revoked-logins.js';
import { isStreamTicket, StreamTickets } from '../tokens/stream-tickets.js';
import { TokenInQuery } from './accept-token-in-query.decorator.js';
import { ACCESS_TOKEN } from './access-token.strategy.js';
import { type AuthenticatedRequest } from './authenticated-request.js';
import { bearerChallenge } from './bearer-challenge.js';
import { type Permission } from './permissions.js';
import { type Principal } from './principal.js';
import { routeAccess } from './route-access.js';

const bearerToken = ExtractJwt.fromAuthHeaderAsBearerToken();

/** The one guard before every route. It refuses what a route has not opened: by `@Public`, or to a permission. */
@Injectable()
export class AccessGuard extends AuthGuard(ACCESS_TOKEN) {
  constructor(
    private readonly reflector: Reflector,
    private readonly config: AppConfig,
    private readonly tickets: StreamTickets,
    private readonly revokedLogins: RevokedLogins,
  ) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = routeAccess(this.reflector, context.getHandler(), context.getClass());
    if (access === 'public') return true;
    if (access === undefined) throw new AppError(AuthErrors.ROUTE_ACCESS_UNDECLARED);
    try {
      await this.admit(context, access);
      return true;
    } catch (error) {
      const challenge = error instanceof AppError ? bearerChallenge(error, access) : undefined;
      if (challenge) context.switchToHttp().getResponse<Response>().setHeader('WWW-Authenticate', challenge);
      throw error;
    }
  }

  /** Names what was wrong with the token; passport itself only knows that nobody came out of it. */
  override handleRequest<T>(error: Error | null, principal: T | false, info: unknown): T {
    if (error) throw error;
    if (principal) return principal;
    const expired = info instanceof Error && info.name === 'TokenExpiredError';
    throw new AppError(expired ? AuthErrors.TOKEN_EXPIRED : AuthErrors.TOKEN_INVALID, { cause: info });
  }

  private async admit(context: ExecutionContext, permission: Permission): Promise<void> {
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const principal = await this.authenticate(context, request);
    if (await this.revokedLogins.has(principal.loginId)) throw new AppError(AuthErrors.TOKEN_INVALID);
    if (!principal.permissions.has(permission)) {
      throw new AppError(AuthErrors.PERMISSION_DENIED, { params: { permission } });
    }
    request.user = principal;
  }

  private async authenticate(context: ExecutionContext, request: AuthenticatedRequest): Promise<Principal> {
    const inHeader = bearerToken(request);
    const inQuery = this.tokenInQuery(context, request);
    if (inHeader === null && inQuery !== undefined && !this.isAccessTokenTakenInUrl(inQuery)) {
      return this.tickets.redeem(inQuery);
    }
    request.presentedToken = inHeader ?? inQuery;
    if (!request.presentedToken) throw new AppError(AuthErrors.AUTHENTICATION_REQUIRED);
    await super.canActivate(context);
    return request.user as Principal;
  }

  private tokenInQuery(context: ExecutionContext, request: AuthenticatedRequest): string | undefined {
    if (!this.reflector.get(TokenInQuery, context.getHandler())) return undefined;
    const { token } = request.query;
    return typeof token === 'string' ? token : undefined;
  }

  private isAccessTokenTakenInUrl(token: string): boolean {
    return this.config.auth.accessTokenInUrl && !isStreamTicket(token);
  }
}
