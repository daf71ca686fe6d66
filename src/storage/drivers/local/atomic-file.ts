import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * Writes a file so that it is whole or not there, also after a crash or a power cut: the bytes go to a file of their own in
 * `scratch`, reach the disk, and only then get their name. `scratch` must be on the same file system.
 */
export async function writeAtomically(
  file: string,
  content: Readable,
  scratch: string,
  signal?: AbortSignal,
): Promise<void> {
  const draft = path.join(scratch, randomUUID());
  // `flush` is fsync before close.
  const target = createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true });
  try {
    await pipeline(content, target, { signal });
    const folder = path.dirname(file);
    const made = await mkdir(folder, { recursive: true, mode: 0o700 });
    await rename(draft, file);
    for (const changed of foldersBetween(folder, made === undefined ? folder : path.dirname(made))) {
      await syncFolder(changed);
    }
  } catch (error) {
    // One that failed at once may still be opening its file, which must not be there again when it has been removed.
    if (!target.closed) await new Promise<void>((resolve) => target.once('close', resolve));
    await rm(draft, { force: true });
    throw error;
  }
}

/** A folder and those around it, up to and with `outermost`. */
function foldersBetween(folder: string, outermost: string): string[] {
  return folder === outermost ? [folder] : [folder, ...foldersBetween(path.dirname(folder), outermost)];
}

/** A new name is an entry of its folder, which has to reach the disk as well. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
