import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** Where programs of the system are that a user's PATH does not name: nginx, and Go as its own installer puts it. */
const BESIDE_THE_PATH = ['/usr/sbin', '/usr/local/sbin', '/usr/local/go/bin'];

/** The file of the first of these programs that this machine has. */
export function onPath(...names: readonly string[]): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), ...BESIDE_THE_PATH];
  return names.flatMap((name) => folders.map((folder) => path.join(folder, name))).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
