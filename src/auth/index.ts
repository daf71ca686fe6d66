export { AuthModule } from './auth.module.js';
export { AcceptTokenInQuery } from './access/accept-token-in-query.decorator.js';
export { CurrentUser } from './access/current-user.decorator.js';
export { type Permission, type Role } from './access/permissions.js';
export { type Principal } from './access/principal.js';
export { Public } from './access/public.decorator.js';
export { RequirePermission } from './access/require-permission.decorator.js';
export { AuthErrors } from './auth.errors.js';
