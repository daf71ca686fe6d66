import { RouteAccess } from './route-access.js';

/** Opens a route, or all routes of a controller, to everyone. Without this or `@RequirePermission` a route refuses everybody. */
export const Public = () => RouteAccess('public');
