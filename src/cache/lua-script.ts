import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Redis } from 'ioredis';

/**
 * One Lua script, kept in a `.lua` file beside its user. It is sent once a server and called by its hash from then on.
 * @example const append = new LuaScript<number>(new URL('./append.lua', import.meta.url));
 */
export class LuaScript<Result> {
  private readonly source: string;
  private readonly sha: string;

  constructor(file: URL) {
    this.source = readFileSync(file, 'utf8');
    this.sha = createHash('sha1').update(this.source).digest('hex');
  }

  /** @throws ReplyError with the script's own message where the script refuses with `redis.error_reply`. */
  async run(redis: Redis, keys: readonly string[], args: readonly (string | number)[]): Promise<Result> {
    try {
      return (await redis.evalsha(this.sha, keys.length, ...keys, ...args)) as Result;
    } catch (error) {
      // The server was restarted or flushed its scripts: hand it over again.
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return (await redis.eval(this.source, keys.length, ...keys, ...args)) as Result;
    }
  }
}
