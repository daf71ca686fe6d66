/** Everything one may be allowed to do, as `area:action`. A route names exactly one (`@RequirePermission`). */
export const PERMISSIONS = [
  'agent:query',
  'agent:read',
  'chat:read',
  'chat:write',
  'account:read',
  'account:write',
  'files:read',
  'files:write',
  'admin:users',
  'admin:audit',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** What an API key may be given: the work itself. Who one is, and what one administers, takes a login. */
export const API_KEY_SCOPES = PERMISSIONS.filter(
  (permission) => !permission.startsWith('admin:') && permission !== 'account:write',
);

/** Who a user is to the system. Stored with the user and carried by the access token. */
export const ROLES = ['user', 'admin'] as const;
export type Role = (typeof ROLES)[number];

const USER_PERMISSIONS = PERMISSIONS.filter((permission) => !permission.startsWith('admin:'));

/** What each role may do. A permission says what; whose objects it reaches is decided where they are read: only one's own. */
const PERMISSIONS_BY_ROLE: Readonly<Record<Role, ReadonlySet<Permission>>> = Object.freeze({
  user: new Set(USER_PERMISSIONS),
  admin: new Set(PERMISSIONS),
});

/** What a user of that role may do. */
export function permissionsOf(role: Role): ReadonlySet<Permission> {
  return PERMISSIONS_BY_ROLE[role];
}
