import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Outcome } from '../targets.js';
import { type Row, tableOf } from './table.js';

const DOCUMENT = path.join(import.meta.dirname, '../../docs/benchmarks.md');
/** All below this heading is written by `npm run bench -- all`. */
const HEADING = '## Figures';

/** A whole round of benchmarks. */
export interface Figures {
  readonly machine: string;
  readonly targets: readonly Row[];
  readonly outcome: Outcome;
}

/** Puts the figures into the document in place of the last ones. @returns its path */
export async function keepFigures({ machine, targets, outcome }: Figures): Promise<string> {
  const text = await readFile(DOCUMENT, 'utf8');
  const [told = ''] = text.split(`\n${HEADING}\n`);
  const day = new Date().toISOString().slice(0, 10);
  const sections = Object.entries(outcome).map(([name, rows]) => `### ${name}\n\n${tableOf(rows)}\n`);
  const figures = [HEADING, `Measured on ${day}: ${machine}.`, tableOf(targets), ...sections].join('\n\n');
  await writeFile(DOCUMENT, `${told}\n${figures.trim().replaceAll(/\n{3,}/g, '\n\n')}\n`);
  return DOCUMENT;
}
