import { type Permission, type Role } from './permissions.js';

/** Who sends a request, as proved by an access token or a stream ticket. */
export interface Principal {
  readonly userId: string;
  readonly role: Role;
  readonly permissions: ReadonlySet<Permission>;
  /** The login (device) the token belongs to. */
  readonly loginId: string;
  /** When the proof ends. What outlives a request, such as an event stream, must end then. */
  readonly tokenExpiresAt: Date;
}
