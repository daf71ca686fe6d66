import { z } from 'zod';
import { ROLES } from '../access/permissions.js';

/** What an access token says, beside the registered claims that the library itself checks (`iss`, `aud`, `iat`). */
export const accessTokenClaims = z.object({
  /** The user. */
  sub: z.uuid(),
  role: z.enum(ROLES),
  /** The login (device) it belongs to; when that ends, the token is void. */
  sid: z.uuid(),
  /** Unique, so that two tokens of the same second differ. */
  jti: z.uuid(),
  /** Seconds since 1970. */
  exp: z.number(),
});
export type AccessTokenClaims = z.output<typeof accessTokenClaims>;
