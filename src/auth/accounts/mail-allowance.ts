import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type RateLimiterRedis } from 'rate-limiter-flexible';
import { RedisConnections, sharedCounter } from '../../cache/index.js';
import { AppConfig } from '../../config/index.js';

/**
 * How many of the mails that anybody can cause (by registering with, or asking a link for, an address they need not own)
 * go to one address: half of what RATE_LIMIT_MAIL grants one who asks, as those who fill somebody's mailbox come from many
 * addresses. What tells the owner of a change is not counted, or it could be kept from them.
 */
@Injectable()
export class MailAllowance {
  private readonly counter: RateLimiterRedis | undefined;

  constructor(redis: RedisConnections, config: AppConfig) {
    const { mail } = config.limits;
    if (mail === undefined) return;
    const points = Math.max(1, Math.floor(mail.requests / 2));
    this.counter = sharedCounter(redis, redis.key('limit', 'mail-recipient'), { points, duration: mail.seconds });
  }

  /** Whether another mail may go to the address. */
  async has(email: string): Promise<boolean> {
    const used = await this.counter?.get(subjectOf(email));
    return !used || used.remainingPoints > 0;
  }

  /** Counts a mail that goes there. */
  async use(email: string): Promise<void> {
    await this.counter?.penalty(subjectOf(email));
  }
}

/** By its hash: Redis shall not hold a list of e-mails. */
function subjectOf(email: string): string {
  return createHash('sha256').update(email).digest('base64url');
}
