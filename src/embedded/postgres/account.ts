import { execFile } from 'node:child_process';
import { chown, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { StartError } from '../start-error.js';

/** Linux capabilities that let a process pass a folder it may not search, the lesser one first: name and bit. */
const PASSING_CAPABILITIES = [
  ['dac_read_search', 2n],
  ['dac_override', 1n],
] as const;

const NOBODY = { uid: 65_534, gid: 65_534 };

/** As whom PostgreSQL's programs run, and with which words in front of their command line. */
export interface Account {
  readonly uid?: number;
  readonly gid?: number;
  /** Wraps a command; the identity unless folders above ours are closed to the account. */
  readonly wrap: (command: string, args: readonly string[]) => [string, readonly string[]];
  /** Gives a file or folder to the account. */
  readonly own: (file: string) => Promise<void>;
}

/**
 * PostgreSQL refuses to run as root, so root lends it the owner of the data; for new data the user `postgres`, or `nobody`
 * where there is none: no user is made on the machine. Everybody else runs it as themselves.
 */
export async function chooseAccount(folders: { binaries: string; data: string }): Promise<Account> {
  if (process.getuid?.() !== 0) return { wrap: (command, args) => [command, args], own: async () => undefined };
  const { uid, gid } =
    (await ownerOf(folders.data)) ?? (await lookUp('postgres')) ?? (await lookUp('nobody')) ?? NOBODY;
  const own = (file: string) => chown(file, uid, gid);
  const parents = [folders.binaries, path.dirname(folders.data)];
  const closed = (await Promise.all(parents.map((folder) => closedParent(folder, uid)))).find(
    (folder) => folder !== undefined,
  );
  if (closed === undefined) return { uid, gid, wrap: (command, args) => [command, args], own };

  // A clone below /root (mode 0700): hand over the one right to pass closed folders instead of opening them.
  const capability = await passingCapability();
  if (capability === undefined) {
    throw new StartError(
      `PostgreSQL does not run as root, and other users cannot enter ${closed}; clone TradeFlow elsewhere (for example ` +
        'under /opt), or run it as an ordinary user.',
    );
  }
  const identity = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'];
  // Without the last of them the right would not count for access(2), by which initdb looks for its postgres.
  const rights = [`--inh-caps=+${capability}`, `--ambient-caps=+${capability}`, '--securebits=+no_setuid_fixup'];
  return { wrap: (command, args) => ['setpriv', [...identity, ...rights, command, ...args]], own };
}

async function ownerOf(folder: string): Promise<{ uid: number; gid: number } | undefined> {
  const owner = await stat(folder).catch(() => undefined);
  return owner?.uid === 0 ? undefined : owner;
}

async function lookUp(user: string): Promise<{ uid: number; gid: number } | undefined> {
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const fields = passwd
    .split('\n')
    .find((line) => line.startsWith(`${user}:`))
    ?.split(':');
  return fields && { uid: Number(fields[2]), gid: Number(fields[3]) };
}

/** The nearest folder at or above the given one that the user may not enter. */
async function closedParent(folder: string, uid: number): Promise<string | undefined> {
  for (let current = path.resolve(folder); ; current = path.dirname(current)) {
    const info = await stat(current).catch(() => undefined);
    if (info !== undefined && info.uid !== uid && (info.mode & 0o001) === 0) return current;
    if (current === path.dirname(current)) return undefined;
  }
}

async function passingCapability(): Promise<string | undefined> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const held = BigInt(`0x${/^CapBnd:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0'}`);
  const name = PASSING_CAPABILITIES.find(([, bit]) => (held >> bit) & 1n)?.[0];
  const usable = await promisify(execFile)('setpriv', ['--version']).then(
    () => true,
    () => false,
  );
  return usable ? name : undefined;
}
