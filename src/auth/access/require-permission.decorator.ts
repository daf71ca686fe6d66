import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth } from '@nestjs/swagger';
import { type Permission } from './permissions.js';
import { RouteAccess } from './route-access.js';

/**
 * Lets only those in who hold the permission; on a route, or on a controller for all its routes (the route's own wins).
 * @example @RequirePermission('agent:query')
 */
export const RequirePermission = (permission: Permission) => applyDecorators(RouteAccess(permission), ApiBearerAuth());
