import { AppError } from '../../common/errors/app-error.js';
import { AuthErrors } from '../auth.errors.js';
import { type Permission } from './permissions.js';
import { type Principal } from './principal.js';

/** For what needs more than the permission of its route. @throws AppError PERMISSION_DENIED */
export function assertPermitted(principal: Principal, permission: Permission): void {
  if (!principal.permissions.has(permission)) {
    throw new AppError(AuthErrors.PERMISSION_DENIED, { params: { permission } });
  }
}
