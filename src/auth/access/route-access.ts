import { type ExecutionContext, type Type } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Permission } from './permissions.js';

/** What a route declares about who may use it; written by `@Public` and `@RequirePermission`. */
export const RouteAccess = Reflector.createDecorator<'public' | Permission>();

/** The declaration of a route, or else that of its controller; undefined when neither declares anything. */
export function routeAccess(
  reflector: Reflector,
  handler: ReturnType<ExecutionContext['getHandler']>,
  controller: Type,
): 'public' | Permission | undefined {
  return reflector.getAllAndOverride(RouteAccess, [handler, controller]);
}
