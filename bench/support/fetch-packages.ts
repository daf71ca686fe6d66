import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const INSTALL = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--prefer-offline'];

/** Fetches with npm, the first time, what is measured beside us: in a folder of its own, as it is no dependency of ours. */
export async function fetchPackages(directory: string, manifest: object): Promise<void> {
  await mkdir(directory, { recursive: true });
  await writeFile(path.join(directory, 'package.json'), JSON.stringify({ private: true, ...manifest }));
  await promisify(execFile)('npm', INSTALL, { cwd: directory });
}
