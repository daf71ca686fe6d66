import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The project's folder. */
export const ROOT = path.resolve(import.meta.dirname, '../../..');

/** Files below a folder of the project whose path the pattern fits, as paths from the project's folder. */
export function projectFiles(folder: string, pattern: RegExp): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => path.join(folder, file))
    .filter((file) => pattern.test(file))
    .sort();
}

/** The text of a file of the project. */
export function projectFile(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8');
}
