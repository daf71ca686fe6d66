import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { fetchPackages } from './fetch-packages.js';

const ROOT = path.join(import.meta.dirname, '../..');

/** A Node that programs are measured with. */
export interface Node {
  readonly command: string;
  /** As `process.version`. */
  readonly version: string;
}

export const OWN_NODE: Node = { command: process.execPath, version: process.version };

/** The Node of the image, which operators run. Fetched with npm, the first time; where this one is as new, it is that. */
export async function imageNode(): Promise<Node> {
  const [, release] = /^ARG NODE_IMAGE=node:(\d+)/m.exec(await readFile(path.join(ROOT, 'Dockerfile'), 'utf8')) ?? [];
  if (release === undefined) throw new Error('The Dockerfile names no Node.');
  if (process.version.startsWith(`v${release}.`)) return OWN_NODE;
  const directory = path.join(ROOT, '.cache/bench', `node-${release}`);
  // One package a platform, nothing in it but the program.
  const name = `node-${process.platform}-${process.arch}`;
  await fetchPackages(directory, { dependencies: { [name]: release } });
  const command = path.join(directory, 'node_modules', name, 'bin/node');
  const { stdout } = await promisify(execFile)(command, ['--version']);
  return { command, version: stdout.trim() };
}
