// What can be started on a bare clone, and what each needs before.
import path from 'node:path';
import { buildWhenStale } from './build.mjs';
import { installDependencies } from './dependencies.mjs';
import { Problem } from './problem.mjs';
import { requireRedisServer } from './redis-server.mjs';
import { interrupted, npm, runInForeground } from './run.mjs';
import { awaitTestPrograms, beginTestPrograms } from './test-programs.mjs';

const root = path.resolve(import.meta.dirname, '../..');

// As `NODE_FLAGS` in src/embedded and NODE_OPTIONS in the Dockerfile.
const flags = ['--enable-source-maps', '--max-semi-space-size=32', '--use-largepages=silent'];
const ours = (program) => ['--import', './scripts/load-env.mjs', ...flags, `dist/${program}.js`];
const built = [installDependencies, buildWhenStale];
const withStores = [installDependencies, requireRedisServer, buildWhenStale];

const PROGRAMS = {
  ask: { needs: withStores, node: ours('src/embedded/cli/ask') },
  start: { needs: withStores, node: ours('src/embedded/cli/start') },
  api: { needs: built, node: ours('programs/main') },
  worker: { needs: built, node: ours('programs/worker') },
  migrate: { needs: built, node: ours('programs/migrate') },
  admin: { needs: built, node: ours('programs/admin') },
  documents: { needs: built, node: ours('programs/documents') },
  objects: { needs: built, node: ours('programs/objects') },
  openapi: { needs: built, node: ours('src/openapi') },
  soak: { needs: withStores, node: ['node_modules/jiti/lib/jiti-cli.mjs', 'test/soak/main.ts'] },
  bench: { needs: withStores, node: ['node_modules/jiti/lib/jiti-cli.mjs', 'bench/main.ts'] },
  test: {
    // Redis first: two package managers at once would wait for each other.
    needs: [requireRedisServer, beginTestPrograms, ...built, check, awaitTestPrograms],
    node: ['node_modules/jest/bin/jest.js'],
  },
};

/** Prepares the clone and becomes the program: same terminal, same signals, same exit code. */
export async function runProgram(name, args) {
  process.chdir(root);
  const program = PROGRAMS[name];
  if (program === undefined)
    return fail(`There is no program "${name}"; there are ${Object.keys(PROGRAMS).join(', ')}.`);
  try {
    for (const prepare of program.needs) await prepare();
    process.exitCode = await runInForeground(process.execPath, ...program.node, ...args);
  } catch (error) {
    if (interrupted()) process.exitCode = 130;
    else if (error instanceof Problem) fail(error.message);
    else throw error;
  }
}

/** Style, types, import rules, dead code: all that is wrong without running anything. */
async function check() {
  if ((await runInForeground(...npm('run', '--silent', 'check'))) !== 0)
    throw new Problem('The checks failed; what is wrong stands above.');
}

function fail(sentence) {
  console.error(`\n${sentence}`);
  process.exitCode = 1;
}
