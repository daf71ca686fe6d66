import { type RedisConnections } from '../../cache/index.js';
import { newId } from '../../common/ids.js';

/** A duty that one worker at a time has. Who did it last does it again, until it has not asked for `lifeMs`. */
export class Turn {
  private readonly id = newId();

  constructor(
    private readonly redis: RedisConnections,
    private readonly duty: string,
    private readonly lifeMs: number,
  ) {}

  async isMine(): Promise<boolean> {
    const key = this.redis.key(this.duty);
    const taken = await this.redis.commands.set(key, this.id, 'PX', this.lifeMs, 'NX');
    if (taken === 'OK') return true;
    if ((await this.redis.commands.get(key)) !== this.id) return false;
    await this.redis.commands.pexpire(key, this.lifeMs);
    return true;
  }
}
