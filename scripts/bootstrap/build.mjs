// `npm run build`, when a source has changed since the last one.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Problem } from './problem.mjs';
import { npm, runQuietly } from './run.mjs';

const SOURCES = [
  'src',
  'migrations',
  'scripts/bundle.mjs',
  'package-lock.json',
  'nest-cli.json',
  'tsconfig.json',
  'tsconfig.build.json',
];
/** Lives in dist/, which each build empties first: an interrupted build leaves none. */
const STAMP = 'dist/.sources';

export async function buildWhenStale() {
  const sources = fingerprint();
  if (readStamp() === sources) return;
  const { code, output } = await runQuietly('building (npm run build)', ...npm('run', '--silent', 'build'));
  if (code !== 0) throw new Problem(`${output.trim()}\n\nThe build failed; what is wrong stands above.`);
  writeFileSync(STAMP, sources);
}

/** Changes with every file that is added, removed or written. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap(filesBelow)) {
    const { mtimeMs, size } = statSync(file);
    hash.update(`${file} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}

function filesBelow(name) {
  if (!statSync(name).isDirectory()) return [name];
  return readdirSync(name)
    .sort()
    .filter((entry) => !entry.endsWith('.spec.ts'))
    .flatMap((entry) => filesBelow(path.join(name, entry)));
}

function readStamp() {
  try {
    return readFileSync(STAMP, 'utf8');
  } catch {
    return undefined;
  }
}
