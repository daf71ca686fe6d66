import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { type Principal } from './principal.js';

/** Some megabytes at most. Whose token was forgotten is verified again. */
const MAX_REMEMBERED = 5_000;

/**
 * Access tokens whose signature and claims have been verified, with whom they prove: a client sends the same one for hours.
 * Nothing of that changes while the token lives, as the keys are those of the process; that its login has been ended is
 * looked up with every request (`RevokedCredentials`).
 */
@Injectable()
export class VerifiedTokens {
  private readonly principals = new LRUCache<string, Principal>({ max: MAX_REMEMBERED });

  /** Whom the token proves; undefined where it must be verified, also because it has expired. */
  find(token: string): Principal | undefined {
    const principal = this.principals.get(token);
    if (principal === undefined || principal.tokenExpiresAt.getTime() > Date.now()) return principal;
    this.principals.delete(token);
    return undefined;
  }

  /** @param token one that has just been verified */
  remember(token: string, principal: Principal): void {
    this.principals.set(token, principal);
  }
}
