import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { SECOND } from '../../common/clock.js';
import { AppError } from '../../common/errors/app-error.js';
import { RedisConnections } from '../../cache/index.js';
import { PERMISSIONS, ROLES } from '../access/permissions.js';
import { type Principal } from '../access/principal.js';
import { AuthErrors } from '../auth.errors.js';
import { hashOpaqueToken, newOpaqueToken } from './opaque-token.js';

/** Life of an unused ticket, in seconds: long enough to open a connection at once, of little use to whoever finds it in a log. */
export const STREAM_TICKET_SECONDS = 30;
const PREFIX = 'tfst_';

const storedTicket = z.object({
  userId: z.string(),
  role: z.enum(ROLES),
  permissions: z.array(z.enum(PERMISSIONS)),
  credential: z.object({ kind: z.enum(['login', 'api_key']), id: z.string() }),
  /** Milliseconds since 1970. */
  tokenExpiresAt: z.number(),
});

/** Whether a token has the form of a stream ticket. */
export function isStreamTicket(token: string): boolean {
  return token.startsWith(PREFIX);
}

/** Single-use tickets that stand in for an access token where it would have to be part of a URL. */
@Injectable()
export class StreamTickets {
  constructor(private readonly redis: RedisConnections) {}

  /** A ticket that admits its bearer as this principal, once; what it opens still ends with the principal's token. */
  async issue(principal: Principal): Promise<string> {
    const ticket = newOpaqueToken(PREFIX);
    const stored: z.input<typeof storedTicket> = {
      userId: principal.userId,
      role: principal.role,
      permissions: [...principal.permissions],
      credential: principal.credential,
      tokenExpiresAt: principal.tokenExpiresAt.getTime(),
    };
    await this.redis.commands.set(this.key(ticket), JSON.stringify(stored), 'PX', STREAM_TICKET_SECONDS * SECOND);
    return ticket;
  }

  /**
   * Uses the ticket up: of two that come with the same one, at most one is admitted.
   * @throws AppError STREAM_TICKET_INVALID when it was used, is too old, or was never issued.
   */
  async redeem(ticket: string): Promise<Principal> {
    await this.redis.attempted();
    return this.read(await this.redis.commands.getdel(this.key(ticket)));
  }

  /** Whom the ticket would admit; it stays good. @throws AppError STREAM_TICKET_INVALID */
  async peek(ticket: string): Promise<Principal> {
    await this.redis.attempted();
    return this.read(await this.redis.commands.get(this.key(ticket)));
  }

  private read(stored: string | null): Principal {
    if (stored === null) throw new AppError(AuthErrors.STREAM_TICKET_INVALID);
    const { permissions, tokenExpiresAt, ...rest } = storedTicket.parse(JSON.parse(stored));
    return { ...rest, permissions: new Set(permissions), tokenExpiresAt: new Date(tokenExpiresAt) };
  }

  /** By its hash, so that reading Redis yields no ticket, and a client's text never becomes part of a key. */
  private key(ticket: string): string {
    return this.redis.key('stream-ticket', hashOpaqueToken(ticket).toString('base64url'));
  }
}
