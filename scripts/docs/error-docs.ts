import { readdirSync } from 'node:fs';
import path from 'node:path';
import { allErrorKinds, type ErrorKind } from '../../src/common/errors/error-registry.js';

/** What is defined in here is said to the model, which may ask better; no client ever sees it. */
const WORKER = path.join('agent', 'worker', path.sep);
const SOURCES = path.resolve(import.meta.dirname, '../../src');

/** docs/errors.md */
export async function renderErrors(): Promise<string> {
  await loadEveryModulesErrors();
  return `# Errors

<!-- Generated from the *.errors.ts files by \`npm run docs\`. -->

Every failure that anyone is told of has one of these codes: in an HTTP answer (RFC 9457 \`application/problem+json\`), in an
\`error\` event of a run, and in a failed run's record. The \`type\` of a problem is the relative reference \`/errors/{CODE}\`,
which the server resolves to the same words as below, in Chinese or English. "Retry" means that the very same request may
succeed when it is sent again; where the server knows when, it says so in \`retry_after\` and \`Retry-After\`.

${allErrorKinds().map(entry).join('\n')}`;
}

function entry({ code, status, retryable, title, detail }: ErrorKind): string {
  return `## \`${code}\`

HTTP ${status}${retryable ? ', retry' : ''}

- **${title.en}.** ${detail.en}
- **${title.zh}。** ${detail.zh}
`;
}

/** A module's errors are in the registry once its file is loaded. */
async function loadEveryModulesErrors(): Promise<void> {
  for (const file of errorFiles()) await import(file);
}

/** Absolute paths, in an order that does not depend on the machine. */
function errorFiles(): string[] {
  return readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.errors.ts') && !file.startsWith(WORKER))
    .sort()
    .map((file) => path.join(SOURCES, file));
}
