import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const ROOT = path.join(import.meta.dirname, '../..');
const JITI = path.join(ROOT, 'node_modules/jiti/lib/jiti-cli.mjs');
const MAIN = path.join(ROOT, 'bench/main.ts');
const INSTALL = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--prefer-offline'];
/** Tells the one that goes on with which Node all was started; set to `own` by somebody, that one is measured with. */
const VARIABLE = 'BENCH_NODE';
const OWN = 'own';

const { [VARIABLE]: startedWith = OWN } = process.env;

/** The Node that `npm run bench` was started with: somebody's own, not the image's. */
export const OWN_NODE = startedWith === OWN ? process.execPath : startedWith;

/**
 * Starts all anew with the Node of the image, which is what operators run.
 * @returns false where this is it already, or is wanted as it is
 */
export async function goneOnWithImageNode(): Promise<boolean> {
  if (process.env[VARIABLE]) return false;
  const node = await imageNode();
  if (node === process.execPath) return false;
  const env = { ...process.env, [VARIABLE]: process.execPath };
  const child = spawn(node, [JITI, MAIN, ...process.argv.slice(2)], { stdio: 'inherit', env });
  const [code] = (await once(child, 'exit')) as [number | null];
  process.exitCode = code ?? 1;
  return true;
}

/** The image's Node as a program here. Fetched with npm, the first time. */
async function imageNode(): Promise<string> {
  const [, release] = /^ARG NODE_IMAGE=node:(\d+)/m.exec(await readFile(path.join(ROOT, 'Dockerfile'), 'utf8')) ?? [];
  if (release === undefined) throw new Error('The Dockerfile names no Node.');
  if (process.version.startsWith(`v${release}.`)) return process.execPath;
  // One package a platform, and nothing in it but the program.
  const name = `node-${process.platform}-${process.arch}`;
  const directory = path.join(ROOT, '.cache/bench', `node-${release}`);
  await mkdir(directory, { recursive: true });
  const manifest = { private: true, dependencies: { [name]: release } };
  await writeFile(path.join(directory, 'package.json'), JSON.stringify(manifest));
  console.log(`Going on with Node ${release}, as in the image; ${VARIABLE}=${OWN} measures with ${process.version}.`);
  await promisify(execFile)('npm', INSTALL, { cwd: directory }).catch((error: Error) => {
    throw new Error(`npm could not fetch it; ${VARIABLE}=${OWN} does without.`, { cause: error });
  });
  return path.join(directory, 'node_modules', name, 'bin/node');
}
