import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type AuthenticatedRequest } from './authenticated-request.js';
import { type Principal } from './principal.js';

/**
 * The one who sends this request. Only for routes with `@RequirePermission`.
 * @example list(@CurrentUser() user: Principal)
 */
export const CurrentUser = createParamDecorator((_data: undefined, context: ExecutionContext): Principal => {
  const { user } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (!user) throw new Error('@CurrentUser() stands on a public route: nobody is authenticated there.');
  return user;
});
