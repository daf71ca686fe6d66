// Redis is the one thing npm cannot bring. It is installed by the system's package manager where that needs no password.
import { findPackageManager, installPackage } from './package-manager.mjs';
import { Problem } from './problem.mjs';
import { succeeds } from './run.mjs';

/** What the package is called, by package manager. */
const PACKAGES = { 'apt-get': 'redis-server', dnf: 'redis', apk: 'redis', brew: 'redis' };

const HOW =
  'install it (Debian, Ubuntu: apt-get install redis-server; Fedora: dnf install redis; macOS: brew install redis), or set ' +
  'REDIS_SERVER to its path, and try again.';

export async function requireRedisServer() {
  const named = process.env.REDIS_SERVER;
  if (await succeeds(named || 'redis-server', '--version')) return;
  if (named) {
    throw new Problem(
      `REDIS_SERVER names ${named}, which cannot be run; correct it, or unset it to use the one on the PATH.`,
    );
  }
  const manager = await findPackageManager();
  if (manager === undefined) throw new Problem(`TradeFlow needs redis-server and may not install it here: ${HOW}`);
  const { code, output } = await installPackage(manager, PACKAGES[manager.name]);
  if (code !== 0) {
    throw new Problem(`${manager.name} could not install redis-server (${output.trim().split('\n').at(-1)}): ${HOW}`);
  }
  if (!(await succeeds('redis-server', '--version'))) {
    throw new Problem(`${manager.name} installed Redis, but there is no redis-server on the PATH: ${HOW}`);
  }
}
