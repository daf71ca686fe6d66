import { type Permission, type Role } from './permissions.js';

/** What proves who one is: a login on a device, or an API key. When it ends, everything it opened ends. */
export interface Credential {
  readonly kind: 'login' | 'api_key';
  readonly id: string;
}

/** Who sends a request, as proved by an access token, a stream ticket or an API key. */
export interface Principal {
  readonly userId: string;
  readonly role: Role;
  /** Those of the role; of an API key only those among its scopes. */
  readonly permissions: ReadonlySet<Permission>;
  readonly credential: Credential;
  /** When the proof ends. What outlives a request, such as an event stream, must end then. */
  readonly tokenExpiresAt: Date;
}
