import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { stopLeftover } from '../process/leftover.js';
import { StartError } from '../start-error.js';
import { type Account } from './account.js';
import { type PostgresBinaries } from './binaries.js';

export const POSTGRES_USER = 'tradeflow';

const run = promisify(execFile);

/** What a person can do about data that cannot be served. */
export function wayOut(directory: string): string {
  return `Move ${directory} away to keep it, or delete it to start empty.`;
}

/**
 * Makes the data folder ready to be served: created when there is none, checked when there is one, and freed of a server
 * that an earlier, killed start left on it.
 * @throws StartError when the folder cannot be used.
 */
export async function prepareCluster(
  directory: string,
  password: string,
  binaries: PostgresBinaries,
  account: Account,
): Promise<void> {
  if (!existsSync(directory)) return create(directory, password, binaries, account);
  await checkVersion(directory, binaries);
  await freeOfLeftover(directory);
}

/** Made beside its place and moved there when complete, so an interrupted start leaves no half folder. */
async function create(
  directory: string,
  password: string,
  binaries: PostgresBinaries,
  account: Account,
): Promise<void> {
  await mkdir(path.dirname(directory), { recursive: true });
  const workshop = await mkdtemp(`${directory}.new-`);
  try {
    const passwordFile = path.join(workshop, 'password');
    const data = path.join(workshop, 'data');
    await mkdir(data, { mode: 0o700 });
    await writeFile(passwordFile, password, { mode: 0o600 });
    await Promise.all([workshop, data, passwordFile].map((file) => account.own(file)));
    const [command, args] = account.wrap(binaries.initdb, [
      `--pgdata=${data}`,
      `--username=${POSTGRES_USER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // PostgreSQL's own collation: the same on every machine, whatever locales it has.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-sync',
    ]);
    await run(command, [...args], { uid: account.uid, gid: account.gid, cwd: '/' });
    await rename(data, directory);
  } catch (error) {
    const said = (error as { stderr?: string }).stderr?.trim().split('\n').at(-1) ?? String(error);
    throw new StartError(`PostgreSQL could not make its data folder ${directory}: ${said}`, error);
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

async function checkVersion(directory: string, binaries: PostgresBinaries): Promise<void> {
  const made = await readFile(path.join(directory, 'PG_VERSION'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'EACCES' ? 'belongs to another user' : 'is damaged (PG_VERSION cannot be read)';
    throw new StartError(`The data folder of PostgreSQL ${why}. ${wayOut(directory)}`, error);
  });
  const { stdout } = await run(binaries.postgres, ['--version']);
  const brought = /(\d+)/.exec(stdout)?.[1];
  if (made.trim() !== brought) {
    throw new StartError(
      `The data folder was made by PostgreSQL ${made.trim()}, but this TradeFlow brings PostgreSQL ${brought}. ${wayOut(directory)}`,
    );
  }
}

async function freeOfLeftover(directory: string): Promise<void> {
  const pidFile = path.join(directory, 'postmaster.pid');
  const pid = Number((await readFile(pidFile, 'utf8').catch(() => '')).split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 0) return;
  await stopLeftover(pid, { program: 'postgres', mark: directory, signal: 'SIGINT' });
  // PostgreSQL refuses to start when the id in the file is alive, although it may be some other program's by now.
  await rm(pidFile, { force: true });
}
