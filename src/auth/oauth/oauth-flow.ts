import { timingSafeEqual } from 'node:crypto';
import { parse } from 'cookie';
import { type Request } from 'express';
import { z } from 'zod';
import { MINUTE } from '../../common/clock.js';
import { API_PREFIX } from '../../common/http/configure-http.js';
import { FieldCipher } from '../encryption/field-cipher.js';
import { newOpaqueToken } from '../tokens/opaque-token.js';
import { type OAuthProviderName } from './oauth-profile.js';

/** How long one may take at the provider. */
const LIFE_MS = 10 * MINUTE;

/** What the browser that began a login keeps until it comes back from the provider. */
const storedFlow = z.object({
  state: z.string(),
  verifier: z.string(),
  nonce: z.string(),
  /** The logged-in user who connects an identity; left out for a login. */
  linkUserId: z.string().optional(),
  /** The front end's own PKCE challenge for the one-time code. */
  codeChallenge: z.string().optional(),
  /** Milliseconds since 1970. */
  expiresAt: z.number(),
});

/** What a login was begun with. */
export type OAuthFlow = Pick<z.output<typeof storedFlow>, 'nonce' | 'linkUserId' | 'codeChallenge'>;

/** A request to one of the two routes of a login. */
export interface OAuthRequest extends Request {
  /** Set before the login begins; set from the cookie when the browser comes back. */
  oauthFlow?: OAuthFlow;
}

type Stored = (error: Error | null, state?: string) => void;
type Verified = (error: Error | null, verifier: string | false, info?: unknown) => void;

/**
 * Keeps `state`, PKCE verifier and nonce in a cookie that only we can read and write (AES-256-GCM), so that no server
 * needs a session, and a login that was begun in one browser cannot be ended in another. The shape of the methods, with
 * their number of parameters, is the state store of passport-oauth2.
 */
export class OAuthFlowStore {
  private readonly cookieName: string;

  constructor(
    provider: OAuthProviderName,
    private readonly cipher: FieldCipher,
    private readonly secureCookie: boolean,
  ) {
    this.cookieName = `tf_oauth_${provider}`;
  }

  store(request: OAuthRequest, verifier: string, _state: unknown, _meta: unknown, done: Stored): void {
    const state = newOpaqueToken('');
    const flow: z.input<typeof storedFlow> = {
      nonce: '',
      ...request.oauthFlow,
      state,
      verifier,
      expiresAt: Date.now() + LIFE_MS,
    };
    request.res?.cookie(this.cookieName, this.cipher.seal(JSON.stringify(flow), this.cookieName), {
      ...this.cookieOptions(),
      maxAge: LIFE_MS,
    });
    done(null, state);
  }

  /** Takes the cookie away in any case: a login ends once. */
  verify(request: OAuthRequest, state: string, done: Verified): void {
    const flow = this.read(request);
    request.res?.clearCookie(this.cookieName, this.cookieOptions());
    if (flow === undefined || flow.expiresAt < Date.now() || !equal(flow.state, state)) return done(null, false);
    request.oauthFlow = flow;
    done(null, flow.verifier);
  }

  private read(request: Request): z.output<typeof storedFlow> | undefined {
    const sealed = parse(request.headers.cookie ?? '')[this.cookieName];
    if (sealed === undefined) return undefined;
    try {
      return storedFlow.parse(JSON.parse(this.cipher.open(sealed, this.cookieName)));
    } catch {
      return undefined;
    }
  }

  /** `lax`: the provider's redirect is a navigation from another site. */
  private cookieOptions() {
    return { httpOnly: true, secure: this.secureCookie, sameSite: 'lax', path: `${API_PREFIX}/auth/oauth` } as const;
  }
}

function equal(one: string, other: unknown): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(String(other))];
  return a.length === b.length && timingSafeEqual(a, b);
}
