import { Reflector } from '@nestjs/core';
import { type RateLimitKind } from './rate-limit-policies.js';

/**
 * Counts the requests of a route as this kind instead of `general` (with a user) or `anonymous` (without).
 * @example @RateLimit('login')
 */
export const RateLimit = Reflector.createDecorator<RateLimitKind>();

/**
 * Begins to count the requests of a route as this kind, too, beside what every request is counted as. The route takes it with
 * `RateLimits.take` when it knows that the request is one of these; else it is given back.
 * @example @CountAhead('query')
 */
export const CountAhead = Reflector.createDecorator<RateLimitKind>();
