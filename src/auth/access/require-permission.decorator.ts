import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth } from '@nestjs/swagger';
import { type Permission } from './permissions.js';

export const REQUIRED_PERMISSION = 'auth:permission';

/**
 * Lets only those in who hold the permission; on a route, or on a controller for all its routes (the route's own wins).
 * @example @RequirePermission('agent:query')
 */
export const RequirePermission = (permission: Permission) =>
  applyDecorators(SetMetadata(REQUIRED_PERMISSION, permission), ApiBearerAuth());
