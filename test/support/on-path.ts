import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** Where system programs and Go's own installer put what a user's PATH need not name. */
const ELSEWHERE = ['/usr/sbin', '/usr/local/sbin', '/usr/local/go/bin'];

/** The file of the first of these programs that this machine has. */
export function onPath(...names: readonly string[]): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), ...ELSEWHERE];
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
