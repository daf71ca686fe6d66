import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { RedisConnections } from '../../cache/index.js';
import { MINUTE } from '../../common/clock.js';
import { AppError } from '../../common/errors/app-error.js';
import { AuthErrors } from '../auth.errors.js';
import { hashOpaqueToken, newOpaqueToken } from '../tokens/opaque-token.js';
import { OAUTH_PROVIDERS } from './oauth-profile.js';

/** Long enough for a page to load and send it on; of little use to whoever finds it in a history. */
const LIFE_MS = MINUTE;
const PREFIX = 'tfo_';

const storedCode = z.object({
  userId: z.string(),
  provider: z.enum(OAUTH_PROVIDERS),
  /** What is to be connected to the user; left out for a login. */
  link: z.object({ subject: z.string(), email: z.string() }).optional(),
  codeChallenge: z.string().optional(),
});
export type OneTimeCode = z.output<typeof storedCode>;

/** What the front end gets in the URL instead of tokens: a code that it exchanges for them, once. */
@Injectable()
export class OneTimeCodes {
  constructor(private readonly redis: RedisConnections) {}

  async issue(code: OneTimeCode): Promise<string> {
    const secret = newOpaqueToken(PREFIX);
    await this.redis.commands.set(this.key(secret), JSON.stringify(code), 'PX', LIFE_MS);
    return secret;
  }

  /**
   * Uses the code up.
   * @param verifier proves, where the login was begun with a `code_challenge`, that it is the same page that ends it
   * (RFC 7636, S256): a code that somebody else was made to open is worth nothing.
   * @throws AppError OAUTH_CODE_INVALID
   */
  async redeem(secret: string, verifier: string | undefined): Promise<OneTimeCode> {
    const stored = await this.redis.commands.getdel(this.key(secret));
    if (stored === null) throw new AppError(AuthErrors.OAUTH_CODE_INVALID);
    const code = storedCode.parse(JSON.parse(stored));
    const challenge = verifier && createHash('sha256').update(verifier).digest('base64url');
    if (code.codeChallenge !== challenge) throw new AppError(AuthErrors.OAUTH_CODE_INVALID);
    return code;
  }

  private key(secret: string): string {
    return this.redis.key('oauth-code', hashOpaqueToken(secret).toString('base64url'));
  }
}
