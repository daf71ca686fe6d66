import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { onPath } from '../../support/on-path.js';

const SOURCE = import.meta.dirname;
const CACHE = path.resolve(SOURCE, '../../../.cache/backends');

/**
 * Builds this folder's program once and keeps it in .cache/backends. The name holds a digest of everything it is built from,
 * so another version is another file. Spec files that want it at the same time wait for the first.
 * @returns the program's file
 */
export async function buildFerret(limitMs: number): Promise<string> {
  const program = path.join(CACHE, `mongo-${digest()}`);
  await mkdir(CACHE, { recursive: true });
  const lock = `${program}.lock`;
  const deadline = Date.now() + limitMs;
  while (!existsSync(program)) {
    if (Date.now() > deadline) throw new Error(`FerretDB was not built in time; if no build goes on, remove ${lock}`);
    if (await takeLock(lock, limitMs)) {
      try {
        await build(program, limitMs);
      } finally {
        await rm(lock, { recursive: true, force: true });
      }
    } else {
      await delay(500);
    }
  }
  return program;
}

async function build(program: string, limitMs: number): Promise<void> {
  const unfinished = `${program}.${process.pid}`;
  const go = onPath('go') ?? 'go';
  await promisify(execFile)(go, ['build', '-trimpath', '-o', unfinished, '.'], { cwd: SOURCE, timeout: limitMs });
  await rename(unfinished, program);
}

/** Making a folder is atomic. One older than any build was left by a build that was killed. */
async function takeLock(lock: string, limitMs: number): Promise<boolean> {
  try {
    await mkdir(lock);
    return true;
  } catch {
    const made = await stat(lock).catch(() => undefined);
    if (made !== undefined && Date.now() - made.mtimeMs > limitMs) await rm(lock, { recursive: true, force: true });
    return false;
  }
}

function digest(): string {
  const hash = createHash('sha256');
  for (const file of ['go.mod', 'go.sum', 'main.go']) hash.update(readFileSync(path.join(SOURCE, file)));
  return hash.digest('hex').slice(0, 16);
}
