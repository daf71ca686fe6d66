import { Injectable } from '@nestjs/common';
import { RedisConnections } from '../../cache/index.js';
import { AppConfig } from '../../config/index.js';

/**
 * The logins whose access tokens are void before they expire. An entry lives as long as the youngest such token can, so
 * the list is bounded by the logouts of the last few hours. While Redis is away nobody is admitted: an ended login must stay ended.
 */
@Injectable()
export class RevokedLogins {
  constructor(
    private readonly redis: RedisConnections,
    private readonly config: AppConfig,
  ) {}

  /** Safe to repeat. */
  async add(loginId: string): Promise<void> {
    await this.redis.commands.set(this.key(loginId), '1', 'PX', this.config.auth.accessTokenMs);
  }

  async has(loginId: string): Promise<boolean> {
    return (await this.redis.commands.exists(this.key(loginId))) === 1;
  }

  private key(loginId: string): string {
    return this.redis.key('revoked-login', loginId);
  }
}
