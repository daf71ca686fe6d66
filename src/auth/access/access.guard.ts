import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { type Response } from 'express';
import { ExtractJwt } from 'passport-jwt';
import { AppError } from '../../common/errors/app-error.js';
import { AppConfig } from '../../config/index.js';
import { ApiKeyAuthenticator, isApiKey } from '../api-keys/api-key-authenticator.js';
import { AuditLog } from '../audit/audit-log.js';
import { AuthErrors } from '../auth.errors.js';
import { RateLimits } from '../rate-limits/rate-limits.js';
import { isStreamTicket, StreamTickets } from '../tokens/stream-tickets.js';
import { assertPermitted } from './assert-permitted.js';
import { TokenInQuery } from './accept-token-in-query.decorator.js';
import { ACCESS_TOKEN } from './access-token.strategy.js';
import { type AuthenticatedRequest } from './authenticated-request.js';
import { bearerChallenge } from './bearer-challenge.js';
import { type Permission } from './permissions.js';
import { type Principal } from './principal.js';
import { originOf } from './request-origin.js';
import { RevokedCredentials } from './revoked-credentials.js';
import { routeAccess } from './route-access.js';
import { VerifiedTokens } from './verified-tokens.js';

const bearerToken = ExtractJwt.fromAuthHeaderAsBearerToken();

/** The first guard before every route. It refuses what a route has not opened: by `@Public`, or to a permission. */
@Injectable()
export class AccessGuard extends AuthGuard(ACCESS_TOKEN) {
  constructor(
    private readonly reflector: Reflector,
    private readonly config: AppConfig,
    private readonly apiKeys: ApiKeyAuthenticator,
    private readonly tickets: StreamTickets,
    private readonly verified: VerifiedTokens,
    private readonly revoked: RevokedCredentials,
    private readonly limits: RateLimits,
    private readonly audit: AuditLog,
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
      if (error instanceof AppError) await this.refuse(context, error, access);
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
    if (await this.revoked.has(principal.credential.id)) {
      delete request.user;
      throw new AppError(AuthErrors.TOKEN_INVALID);
    }
    request.user = principal;
    assertPermitted(principal, permission);
  }

  /** Who is refused never reaches the guard that counts requests: they are counted here, so that nobody tries tokens for ever. */
  private async refuse(context: ExecutionContext, error: AppError, permission: Permission): Promise<void> {
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const response = context.switchToHttp().getResponse<Response>();
    const challenge = bearerChallenge(error, permission);
    if (!challenge) return;
    await this.limits.take(request.user ? 'general' : 'anonymous', request, response);
    response.setHeader('WWW-Authenticate', challenge);
    if (!request.user) return;
    await this.audit.record({
      action: 'access.denied',
      userId: request.user.userId,
      origin: originOf(request, response),
      details: { permission, credential: request.user.credential.kind },
    });
  }

  private async authenticate(context: ExecutionContext, request: AuthenticatedRequest): Promise<Principal> {
    const inHeader = bearerToken(request);
    if (inHeader !== null && isApiKey(inHeader)) return this.apiKeys.authenticate(inHeader);
    const inQuery = this.tokenInQuery(context, request);
    if (inHeader === null && inQuery !== undefined && !this.isAccessTokenTakenInUrl(inQuery)) {
      // HEAD opens no stream, so the ticket is kept for the request that does.
      return request.method === 'HEAD' ? this.tickets.peek(inQuery) : this.tickets.redeem(inQuery);
    }
    const token = inHeader ?? inQuery;
    if (!token) throw new AppError(AuthErrors.AUTHENTICATION_REQUIRED);
    return this.verified.find(token) ?? this.verify(context, request, token);
  }

  private async verify(context: ExecutionContext, request: AuthenticatedRequest, token: string): Promise<Principal> {
    request.presentedToken = token;
    await super.canActivate(context);
    const principal = request.user as Principal;
    this.verified.remember(token, principal);
    return principal;
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
