import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { inheritedEnvironment } from '../../config/index.js';
import { StartError } from '../start-error.js';

/** The oldest release whose streams and scripting TradeFlow's Lua and BullMQ can use. */
const OLDEST = [6, 0] as const;

export interface RedisServer {
  readonly command: string;
  /** The first number of its version. */
  readonly major: number;
}

/**
 * The machine's `redis-server`: the one `REDIS_SERVER` names, else the one on the PATH.
 * @throws StartError when there is none, or it is too old.
 */
export async function findRedisServer(): Promise<RedisServer> {
  const command = inheritedEnvironment().REDIS_SERVER || 'redis-server';
  const { stdout } = await promisify(execFile)(command, ['--version']).catch((error: unknown) => {
    throw new StartError(
      `There is no ${command} on this machine; install it (Debian and Ubuntu: apt-get install redis-server, macOS: brew ` +
        'install redis) or set REDIS_SERVER to its path.',
      error,
    );
  });
  const [, major, minor] = /v=(\d+)\.(\d+)/.exec(stdout) ?? [];
  if (Number(major) < OLDEST[0] || (Number(major) === OLDEST[0] && Number(minor) < OLDEST[1])) {
    throw new StartError(`${command} is version ${major}.${minor}; TradeFlow needs ${OLDEST.join('.')} or newer.`);
  }
  return { command, major: Number(major) };
}
