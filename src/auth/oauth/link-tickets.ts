import { Injectable } from '@nestjs/common';
import { RedisConnections } from '../../cache/index.js';
import { MINUTE } from '../../common/clock.js';
import { AppError } from '../../common/errors/app-error.js';
import { AuthErrors } from '../auth.errors.js';
import { hashOpaqueToken, newOpaqueToken } from '../tokens/opaque-token.js';

const LIFE_MS = MINUTE;
const PREFIX = 'tfk_';

/** Carries a logged-in user over the navigation to a provider, where no header can be sent: single use, one minute. */
@Injectable()
export class LinkTickets {
  constructor(private readonly redis: RedisConnections) {}

  async issue(userId: string): Promise<string> {
    const ticket = newOpaqueToken(PREFIX);
    await this.redis.commands.set(this.key(ticket), userId, 'PX', LIFE_MS);
    return ticket;
  }

  /** @returns the user's id. @throws AppError OAUTH_STATE_INVALID */
  async redeem(ticket: string): Promise<string> {
    const userId = await this.redis.commands.getdel(this.key(ticket));
    if (userId === null) throw new AppError(AuthErrors.OAUTH_STATE_INVALID);
    return userId;
  }

  private key(ticket: string): string {
    return this.redis.key('oauth-link', hashOpaqueToken(ticket).toString('base64url'));
  }
}
