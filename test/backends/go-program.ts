import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { onPath } from '../support/on-path.js';

const CACHE = path.resolve(import.meta.dirname, '../../.cache/backends');

/** A build compiles a whole server on whatever machine this is, and downloads its modules before. */
export const BUILD_LIMIT_MS = 15 * 60_000;

/** A server for tests that is built from Go source: once, and kept in .cache/backends under its name. */
export interface GoProgram {
  /** Holds everything that makes it another program, so that another version is another file. */
  readonly name: string;
  /** What `go` is called with, in `cwd`. Its GOBIN and `output` are the same folder. */
  readonly command: (output: string) => { readonly args: readonly string[]; readonly cwd?: string };
  /** The file that comes out of it. */
  readonly binary: string;
}

export function findGo(): string | undefined {
  return onPath('go');
}

/** Whether it was built before. */
export function isBuilt({ name }: GoProgram): boolean {
  return existsSync(path.join(CACHE, name));
}

/** @returns the program's file. Who wants it while it is being built waits for that build. */
export async function goProgram(program: GoProgram): Promise<string> {
  const file = path.join(CACHE, program.name);
  const lock = `${file}.lock`;
  const deadline = Date.now() + BUILD_LIMIT_MS;
  await mkdir(CACHE, { recursive: true });
  while (!existsSync(file)) {
    if (Date.now() > deadline)
      throw new Error(`${program.name} was not built in time; if no build goes on, remove ${lock}`);
    if (await takeLock(lock)) {
      try {
        if (!existsSync(file)) await build(program, file);
      } finally {
        await rm(lock, { recursive: true, force: true });
      }
    } else {
      await delay(500);
    }
  }
  return file;
}

async function build(program: GoProgram, file: string): Promise<void> {
  process.stderr.write(`Building ${program.name} for the tests. This takes some minutes, once.\n`);
  const output = await mkdtemp(`${file}.`);
  try {
    const { args, cwd = output } = program.command(output);
    const env = { ...process.env, GOBIN: output, CGO_ENABLED: '0' };
    const limits = { timeout: BUILD_LIMIT_MS, maxBuffer: 16_777_216 };
    await promisify(execFile)(findGo() ?? 'go', args, { cwd, env, ...limits });
    await rename(path.join(output, program.binary), file);
  } finally {
    await rm(output, { recursive: true, force: true });
  }
}

/** Making a folder is atomic. One older than any build was left by a build that was killed. */
async function takeLock(lock: string): Promise<boolean> {
  try {
    await mkdir(lock);
    return true;
  } catch {
    const made = await stat(lock).catch(() => undefined);
    if (made !== undefined && Date.now() - made.mtimeMs > BUILD_LIMIT_MS)
      await rm(lock, { recursive: true, force: true });
    return false;
  }
}
