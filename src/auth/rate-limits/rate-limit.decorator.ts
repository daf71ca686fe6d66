import { Reflector } from '@nestjs/core';
import { type RateLimitKind } from './rate-limit-policies.js';

/**
 * Counts the requests of a route as this kind instead of `general` (with a user) or `anonymous` (without).
 * @example @RateLimit('login')
 */
export const RateLimit = Reflector.createDecorator<RateLimitKind>();
