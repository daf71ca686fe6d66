import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { StartError } from '../start-error.js';

const STOP_LIMIT_MS = 15_000;

/** The command line of a living process, or undefined. */
export async function commandOf(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') {
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return line === '' ? undefined : line.replaceAll('\0', ' ').trim();
  }
  const { stdout } = await promisify(execFile)('ps', ['-o', 'args=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  return stdout.trim() || undefined;
}

/**
 * Ends a server that an earlier, killed start has left behind on the same data. The id in its pid file may long be
 * another program's, so only a process whose command line names both program and folder is touched.
 * @returns whether there was one.
 */
export async function stopLeftover(
  pid: number,
  expected: { program: string; mark: string; signal: NodeJS.Signals },
): Promise<boolean> {
  const command = await commandOf(pid);
  if (!command?.includes(expected.program) || !command.includes(expected.mark)) return false;
  process.kill(pid, expected.signal);
  const deadline = Date.now() + STOP_LIMIT_MS;
  while ((await commandOf(pid)) === command) {
    if (Date.now() > deadline) {
      throw new StartError(
        `A ${expected.program} of an earlier start (process ${pid}) does not end; end it and try again.`,
      );
    }
    await delay(50);
  }
  return true;
}
