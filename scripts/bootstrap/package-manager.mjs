// The system's package manager, where we may use it without asking for a password.
import { runQuietly, succeeds } from './run.mjs';

// Another one that is at work, of ours or of the system, is waited for.
const APT = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q', '-o', 'DPkg::Lock::Timeout=120'];
const MANAGERS = [
  {
    name: 'apt-get',
    asRoot: true,
    // The lists of a fresh image are empty. Old ones may do, so a failure here decides nothing.
    refresh: [...APT, 'update'],
    install: [...APT, 'install', '-y', '--no-install-recommends'],
  },
  { name: 'dnf', asRoot: true, install: ['dnf', 'install', '-y'] },
  { name: 'apk', asRoot: true, install: ['apk', 'add', '--no-cache'] },
  { name: 'brew', asRoot: false, install: ['brew', 'install'] },
];

/** The first package manager of this machine that we may use, and what goes before its commands. */
export async function findPackageManager() {
  const root = process.getuid?.() === 0;
  for (const manager of MANAGERS) {
    if (!(await succeeds(manager.name, '--version'))) continue;
    if (manager.asRoot === root) return { ...manager, as: [] };
    if (manager.asRoot && (await succeeds('sudo', '-n', 'true'))) return { ...manager, as: ['sudo', '-n'] };
  }
  return undefined;
}

/** Installs one package while the user is told; resolves to the exit code and what was written. */
export async function installPackage(manager, name) {
  if (manager.refresh) await runQuietly(`reading package lists (${manager.name})`, ...manager.as, ...manager.refresh);
  return runQuietly(`installing ${name} (${manager.name})`, ...manager.as, ...manager.install, name);
}
