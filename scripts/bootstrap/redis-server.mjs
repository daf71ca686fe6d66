// Redis is the one thing npm cannot bring. It is installed by the system's package manager where that needs no password.
import { Problem } from './problem.mjs';
import { runQuietly, succeeds } from './run.mjs';

const APT = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q'];
const MANAGERS = [
  {
    name: 'apt-get',
    asRoot: true,
    // The lists of a fresh image are empty. Old ones may do, so a failure here decides nothing.
    refresh: [...APT, 'update'],
    install: [...APT, 'install', '-y', '--no-install-recommends', 'redis-server'],
  },
  { name: 'dnf', asRoot: true, install: ['dnf', 'install', '-y', 'redis'] },
  { name: 'apk', asRoot: true, install: ['apk', 'add', '--no-cache', 'redis'] },
  { name: 'brew', asRoot: false, install: ['brew', 'install', 'redis'] },
];

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
  const manager = await findManager();
  if (manager === undefined) throw new Problem(`TradeFlow needs redis-server and may not install it here: ${HOW}`);
  if (manager.refresh) await runQuietly(`reading package lists (${manager.name})`, ...manager.as, ...manager.refresh);
  const { code, output } = await runQuietly(
    `installing redis-server (${manager.name})`,
    ...manager.as,
    ...manager.install,
  );
  if (code !== 0) {
    throw new Problem(`${manager.name} could not install redis-server (${output.trim().split('\n').at(-1)}): ${HOW}`);
  }
  if (!(await succeeds('redis-server', '--version'))) {
    throw new Problem(`${manager.name} installed Redis, but there is no redis-server on the PATH: ${HOW}`);
  }
}

/** The first package manager of this machine that we may use without asking for a password, and what goes before it. */
async function findManager() {
  const root = process.getuid?.() === 0;
  for (const manager of MANAGERS) {
    if (!(await succeeds(manager.name, '--version'))) continue;
    if (manager.asRoot === root) return { ...manager, as: [] };
    if (manager.asRoot && (await succeeds('sudo', '-n', 'true'))) return { ...manager, as: ['sudo', '-n'] };
  }
  return undefined;
}
