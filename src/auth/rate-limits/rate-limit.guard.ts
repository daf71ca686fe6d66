import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Response } from 'express';
import { type AuthenticatedRequest } from '../access/authenticated-request.js';
import { CountAhead, RateLimit } from './rate-limit.decorator.js';
import { RateLimits } from './rate-limits.js';

/** Probes come often and from one address; being refused would take a healthy process out of service. */
const UNCOUNTED = /^\/(health|metrics|\.well-known)(\/|$)/;

/** Counts every request once, after the access guard has found out who sends it. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly limits: RateLimits,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    if (UNCOUNTED.test(request.path)) return true;
    const kind = this.reflector.get(RateLimit, context.getHandler()) ?? (request.user ? 'general' : 'anonymous');
    const response = context.switchToHttp().getResponse<Response>();
    const ahead = this.reflector.get(CountAhead, context.getHandler());
    if (ahead) this.limits.countAhead(ahead, request, response);
    await this.limits.take(kind, request, response);
    return true;
  }
}
