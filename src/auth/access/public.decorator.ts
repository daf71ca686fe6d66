import { SetMetadata } from '@nestjs/common';

export const PUBLIC_ROUTE = 'auth:public';

/** Opens a route, or all routes of a controller, to everyone. Without this or `@RequirePermission` a route refuses everybody. */
export const Public = () => SetMetadata(PUBLIC_ROUTE, true);
