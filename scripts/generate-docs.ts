// `npm run docs`: writes the files that are made from the code; test/architecture/documents.spec.ts fails when one is stale.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { generatedFiles } from './docs/generated-files.js';

for (const [file, text] of await generatedFiles()) {
  writeFileSync(path.resolve(import.meta.dirname, '..', file), text);
}
