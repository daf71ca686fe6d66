import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type GoProgram } from '../go-program.js';

const SOURCE = import.meta.dirname;
const FILES = ['go.mod', 'go.sum', 'main.go'];

/** FerretDB in a small program of this folder's, named by everything it is built from. */
export const FERRET: GoProgram = {
  name: `mongo-${digest()}`,
  command: (output) => ({ args: ['build', '-trimpath', '-o', path.join(output, 'mongo'), '.'], cwd: SOURCE }),
  binary: 'mongo',
};

function digest(): string {
  const hash = createHash('sha256');
  for (const file of FILES) hash.update(readFileSync(path.join(SOURCE, file)));
  return hash.digest('hex').slice(0, 16);
}
