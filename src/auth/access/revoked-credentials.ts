import { Injectable } from '@nestjs/common';
import { RedisConnections } from '../../cache/index.js';
import { AppConfig } from '../../config/index.js';

/**
 * The logins and API keys whose tokens are void before they expire. An entry lives as long as the youngest such token
 * can, so the list is bounded by what was ended in the last few hours. While Redis is away nobody is admitted: what has
 * ended must stay ended.
 */
@Injectable()
export class RevokedCredentials {
  constructor(
    private readonly redis: RedisConnections,
    private readonly config: AppConfig,
  ) {}

  /** The channel on which every process hears of an ended credential; the message is its id. */
  get channel(): string {
    return this.redis.key('revoked');
  }

  /** The channel on which every process hears of one that is admitted again. */
  get readmissions(): string {
    return this.redis.key('readmitted');
  }

  /** Safe to repeat. Open event streams of these credentials end too (`CredentialWatch`). */
  async add(...ids: readonly string[]): Promise<void> {
    const { commands } = this.redis;
    await Promise.all(ids.map((id) => commands.set(this.key(id), '1', 'PX', this.config.auth.accessTokenMs)));
    await Promise.all(ids.map((id) => commands.publish(this.channel, id)));
  }

  /** Takes credentials off the list that may be used again: the API keys of an account that was shut for a while. Safe to repeat. */
  async readmit(...ids: readonly string[]): Promise<void> {
    const { commands } = this.redis;
    await Promise.all(ids.map((id) => commands.del(this.key(id))));
    await Promise.all(ids.map((id) => commands.publish(this.readmissions, id)));
  }

  async has(id: string): Promise<boolean> {
    await this.redis.attempted();
    return (await this.redis.commands.exists(this.key(id))) === 1;
  }

  private key(id: string): string {
    return this.redis.key('revoked', id);
  }
}
