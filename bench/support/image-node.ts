import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const ROOT = path.join(import.meta.dirname, '../..');
const INSTALL = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--prefer-offline'];

/** A Node that programs are measured with. */
export interface Node {
  readonly command: string;
  /** As `process.version`. */
  readonly version: string;
}

export const OWN_NODE: Node = { command: process.execPath, version: process.version };

/** The Node of the image, which operators run. Fetched with npm, the first time; where this one is as new, it is that. */
export async function imageNode(): Promise<Node> {
  const [, release = ''] =
    /^ARG NODE_IMAGE=node:(\d+)/m.exec(await readFile(path.join(ROOT, 'Dockerfile'), 'utf8')) ?? [];
  if (process.version.startsWith(`v${release}.`)) return OWN_NODE;
  const directory = path.join(ROOT, '.cache/bench', `node-${release}`);
  // One package a platform, nothing in it but the program.
  const name = `node-${process.platform}-${process.arch}`;
  await mkdir(directory, { recursive: true });
  await writeFile(
    path.join(directory, 'package.json'),
    JSON.stringify({ private: true, dependencies: { [name]: release } }),
  );
  await promisify(execFile)('npm', INSTALL, { cwd: directory });
  const command = path.join(directory, 'node_modules', name, 'bin/node');
  const { stdout } = await promisify(execFile)(command, ['--version']);
  return { command, version: stdout.trim() };
}
